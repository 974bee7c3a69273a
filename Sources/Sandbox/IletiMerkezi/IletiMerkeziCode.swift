import Values

/// The codes of iletiMerkezi with their exact wire text. Those from 110 to 115 describe messages and orders, not answers.
enum IletiMerkeziCode: Int, Error, CaseIterable, Sendable {
    case messageWaiting = 110
    case messageDelivered = 111
    case messageNotDelivered = 112
    case orderInProgress = 113
    case orderFinished = 114
    case orderNotSent = 115
    case ok = 200
    case requestUnreadable = 400
    case credentialsWrong = 401
    case balanceInsufficient = 402
    case subscriptionMissing = 403
    case methodUnknown = 404
    case valuesInvalid = 422
    case senderNotApproved = 450
    case orderRepeated = 451
    case recipientsInvalid = 452
    case orderTooLarge = 453
    case textEmpty = 454
    case orderUnknown = 455
    case orderNotDue = 456
    case scheduleInvalid = 457
    case dateRangeInvalid = 458
    case senderEmpty = 459
    case senderInvalid = 460
    case groupNameEmpty = 461
    case groupIDEmpty = 462
    case groupUnknown = 463
    case pageInvalid = 464
    case contactUnknown = 465
    case numberInvalid = 466
    case papersMissing = 467
    case consentChoiceMissing = 468
    case consentListMissing = 469
    case brandCodeMissing = 470
    case searchTermShort = 471
    case contactEmpty = 472
    case customFieldUnknown = 473
    case blockNotRemovable = 474
    case unavailable = 503

    var message: String {
        switch self {
        case .messageWaiting: "Mesaj gönderiliyor"
        case .messageDelivered: "Mesaj gönderildi"
        case .messageNotDelivered: "Mesaj gönderilemedi"
        case .orderInProgress: "Siparişin gönderimi devam ediyor"
        case .orderFinished: "Siparişin gönderimi tamamlandı"
        case .orderNotSent: "Sipariş gönderilemedi"
        case .ok: "İşlem başarılı"
        case .requestUnreadable: "İstek çözümlenemedi"
        case .credentialsWrong: "Üyelik bilgileri hatalı"
        case .balanceInsufficient: "Bakiye yetersiz"
        case .subscriptionMissing: "Aktif abonelik bulunamadı"
        case .methodUnknown: "API istek yapılan yönteme sahip değil"
        case .valuesInvalid: "İstek içerisindeki değerler doğrulanamadı."
        case .senderNotApproved: "Gönderilen başlık kullanıma uygun değil"
        case .orderRepeated: "Tekrar eden sipariş"
        case .recipientsInvalid: "Mesaj alıcıları hatalı"
        case .orderTooLarge: "Sipariş boyutu aşıldı"
        case .textEmpty: "Mesaj metni boş"
        case .orderUnknown: "Sipariş bulunamadı"
        case .orderNotDue: "Sipariş gönderim tarihi henüz gelmedi"
        case .scheduleInvalid: "Mesaj gönderim tarihinin formatı hatalı"
        case .dateRangeInvalid: "Tarih aralığı hatalı"
        case .senderEmpty: "Başlık kısmı boş olamaz"
        case .senderInvalid: "Başlık 11 karakterden fazla olmamalı ve Türkçe karakter içermemelidir."
        case .groupNameEmpty: "Grup adını boş bırakamazsınız."
        case .groupIDEmpty: "Grup id alanını boş bırakamazsınız."
        case .groupUnknown: "Böyle bir grup bulunamadı."
        case .pageInvalid: "Page değeri 1 den başlamalı."
        case .contactUnknown: "Kişi bulunamadı."
        case .numberInvalid: "Hatalı numara."
        case .papersMissing: "Evrak bilgisi eksik."
        case .consentChoiceMissing: "IYS üzerinden sorgulama yapılıp, yapılmayacağını ayarlamalısınız."
        case .consentListMissing: "IYS listenizi seçmelisiniz, BIREYSEL veya TACIR."
        case .brandCodeMissing: "IYS kodunuzu ayarlamalısınız."
        case .searchTermShort: "Arama terimi en az 3 karakter olmalıdır"
        case .contactEmpty: "Ad, soyad, cep telefonu, email alanlarından en az biri dolu olmalıdır."
        case .customFieldUnknown: "Özel alan bulunamadı."
        case .blockNotRemovable: "Bu numara üzerindeki engelleme kaldırılamaz"
        case .unavailable: "Sunucu geçici olarak servis dışı"
        }
    }

    /// The envelope: `status`, then the payload members beside it.
    func answer(_ payload: ValueObject = [:], plainBadRequest: Bool = false) -> ProviderAnswer {
        var response: ValueObject = ["status": ["code": .int(Int64(rawValue)), "message": .string(message)]]
        response.merge(payload)
        let isMirrored = rawValue < 450 || rawValue >= 500 || !plainBadRequest
        return ProviderAnswer(status: isMirrored ? rawValue : 400, body: ["response": .object(response)])
    }
}
