import Values

/// `/auth/check`, `/balance/` and `/senderid/check`.
extension TurkeySMSSimulator {
    func checkAccount() -> ProviderAnswer {
        let permissions = TurkeySMSAccount.Permission.allCases.map { right in
            (right.rawValue, Value.bool(account.permissions.contains(right)))
        }
        return ProviderAnswer(
            status: 200,
            body: [
                "result": true,
                "result_code": .string(TurkeySMSCode.keyAccepted.wire),
                "key_details": ["status": "Active", "permissions": .object(ValueObject(permissions))],
                "account_summary": ["account_status": "Active", "balance": balances],
            ])
    }

    func showBalance() -> ProviderAnswer {
        TurkeySMSCode.queryDone.answer(["balance": .int(Int64(mainBalance)), "balance_details": balances])
    }

    func listSenders() -> ProviderAnswer {
        let senders = account.senders.enumerated().map { place, sender -> Value in
            let state: Value = sender.isActive ? 1 : 0
            return [
                "id": .int(Int64(place + 1)), "title": .string(sender.title), "status": state, "document": state,
                "network_stat": state,
            ]
        }
        return TurkeySMSCode.queryDone.answer(["sender_ids": .list(senders)])
    }

    private var balances: Value {
        ["main": .int(Int64(mainBalance)), "international": .double(internationalBalance)]
    }
}
