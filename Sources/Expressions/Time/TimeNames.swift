/// Names of months and weekdays in a language that patterns can write.
struct TimeNames: Sendable {
    let months: [String]
    let shortMonths: [String]
    /// From Sunday.
    let weekdays: [String]
    let shortWeekdays: [String]
    let halves: [String]

    /// Nil for a language that is not known.
    init?(language: String) {
        switch language {
        case "en": self = .english
        case "tr": self = .turkish
        default: return nil
        }
    }

    private init(months: String, shortMonths: String, weekdays: String, shortWeekdays: String, halves: String) {
        func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        self.months = words(months)
        self.shortMonths = words(shortMonths)
        self.weekdays = words(weekdays)
        self.shortWeekdays = words(shortWeekdays)
        self.halves = words(halves)
    }

    static let english = TimeNames(
        months: "January February March April May June July August September October November December",
        shortMonths: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        weekdays: "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
        shortWeekdays: "Sun Mon Tue Wed Thu Fri Sat",
        halves: "AM PM")

    static let turkish = TimeNames(
        months: "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        shortMonths: "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
        weekdays: "Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi",
        shortWeekdays: "Paz Pzt Sal Çar Per Cum Cmt",
        halves: "ÖÖ ÖS")
}
