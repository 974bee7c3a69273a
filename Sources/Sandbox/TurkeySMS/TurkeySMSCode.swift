import Values

/// The codes of TurkeySMS V4 with the HTTP status that carries them and a text, which the vendor may change at any time.
enum TurkeySMSCode: Int, Error, CaseIterable, Sendable {
    case keyAccepted = 1000
    case notDelivered = 1022
    case outOfCoverage = 1023
    case dispatched = 1024
    case recipientInvalid = 1025
    case textMissing = 1026
    case balanceInsufficient = 1027
    case senderNotActive = 1028
    case senderUnknown = 1029
    case accountInactive = 1030
    case keyInvalid = 1031
    case internationalNotAllowed = 1032
    case formatInvalid = 1033
    case senderInvalid = 1034
    case standardOTPNotAllowed = 1036
    case customOTPNotAllowed = 1037
    case senderListNotAllowed = 1038
    case queryDone = 1040
    case keyMissing = 1050
    case smsIDMissing = 1052
    case tooManyRequests = 1060
    case postNotAllowed = 1061
    case statusNotAllowed = 1063
    case done = 1064
    case rightMissing = 1065
    case groupSendNotAllowed = 1066
    case recipientTwice = 1072
    case groupCreated = 1080
    case groupCreateNotAllowed = 1081
    case groupNameTaken = 1082
    case groupNameInvalid = 1083
    case groupEditNotAllowed = 1084
    case groupDeleteNotAllowed = 1085
    case groupUnknown = 1086
    case groupRenamed = 1087
    case groupDeleted = 1088
    case groupListNotAllowed = 1089
    case groupsListed = 1090
    case contactAdded = 1100
    case contactNotAdded = 1101
    case alreadyBlocked = 1140
    case blocked = 1141
    case notBlocked = 1142
    case isBlocked = 1143
    case numberInvalid = 1144

    var wire: String { "TS-\(rawValue)" }

    var httpStatus: Int {
        switch self {
        case .keyAccepted, .notDelivered, .outOfCoverage, .dispatched, .queryDone, .done, .groupCreated, .groupRenamed,
            .groupDeleted, .groupsListed, .contactAdded, .blocked, .notBlocked, .isBlocked:
            200
        case .recipientInvalid, .textMissing, .formatInvalid, .senderInvalid, .smsIDMissing, .recipientTwice,
            .groupNameTaken, .groupNameInvalid, .contactNotAdded, .alreadyBlocked, .numberInvalid:
            400
        case .keyInvalid, .keyMissing: 401
        case .balanceInsufficient, .senderNotActive, .senderUnknown, .accountInactive, .internationalNotAllowed,
            .standardOTPNotAllowed, .customOTPNotAllowed, .senderListNotAllowed, .tooManyRequests, .postNotAllowed,
            .statusNotAllowed, .rightMissing, .groupSendNotAllowed, .groupCreateNotAllowed, .groupEditNotAllowed,
            .groupDeleteNotAllowed, .groupListNotAllowed:
            403
        case .groupUnknown: 404
        }
    }

    var message: String {
        switch self {
        case .keyAccepted: "API key is valid."
        case .notDelivered: "The message was not delivered."
        case .outOfCoverage: "The number is out of coverage."
        case .dispatched: "SMS dispatched successfully."
        case .recipientInvalid: "Recipient number is missing or invalid."
        case .textMissing: "Message text is missing or too long."
        case .balanceInsufficient: "Insufficient balance."
        case .senderNotActive: "Sender ID is not active."
        case .senderUnknown: "Sender ID does not belong to this account."
        case .accountInactive: "Account is not active."
        case .keyInvalid: "API key is invalid or disabled."
        case .internationalNotAllowed: "International sending is not enabled."
        case .formatInvalid: "Request format is invalid."
        case .senderInvalid: "Sender title is missing or has invalid characters."
        case .standardOTPNotAllowed: "No permission for standard OTP."
        case .customOTPNotAllowed: "No permission for custom OTP."
        case .senderListNotAllowed: "No permission to list sender IDs."
        case .queryDone: "Query completed successfully."
        case .keyMissing: "API key is missing."
        case .smsIDMissing: "SMS ID is missing or unknown."
        case .tooManyRequests: "Request limit per minute exceeded."
        case .postNotAllowed: "No permission for POST requests."
        case .statusNotAllowed: "No permission to query SMS status."
        case .done: "Operation completed successfully."
        case .rightMissing: "API key has no permission for this operation."
        case .groupSendNotAllowed: "No permission for group sending."
        case .recipientTwice: "The same recipient appears twice."
        case .groupCreated: "Group created."
        case .groupCreateNotAllowed: "No permission to create groups."
        case .groupNameTaken: "A group with this name exists."
        case .groupNameInvalid: "Group name is invalid."
        case .groupEditNotAllowed: "No permission to edit groups."
        case .groupDeleteNotAllowed: "No permission to delete groups."
        case .groupUnknown: "Group not found."
        case .groupRenamed: "Group updated."
        case .groupDeleted: "Group deleted."
        case .groupListNotAllowed: "No permission to list groups."
        case .groupsListed: "Groups listed."
        case .contactAdded: "Contact added."
        case .contactNotAdded: "Contact could not be added or already exists."
        case .alreadyBlocked: "Number is already in the blacklist."
        case .blocked: "Number added to the blacklist."
        case .notBlocked: "Number is not in the blacklist."
        case .isBlocked: "Number is in the blacklist."
        case .numberInvalid: "Number format is invalid."
        }
    }

    /// The envelope of most endpoints.
    func answer(_ fields: ValueObject = [:]) -> ProviderAnswer {
        var body: ValueObject = [
            "result": .bool(httpStatus == 200), "result_code": .string(wire), "result_message": .string(message),
        ]
        body.merge(fields)
        return ProviderAnswer(status: httpStatus, body: .object(body))
    }

    /// The envelope of the blacklist endpoints, which has `status` in place of `result`.
    func statusAnswer(_ fields: ValueObject = [:]) -> ProviderAnswer {
        var body: ValueObject = [
            "status": .string(httpStatus == 200 ? "success" : "error"), "result_code": .string(wire),
            "result_message": .string(message),
        ]
        body.merge(fields)
        return ProviderAnswer(status: httpStatus, body: .object(body))
    }
}
