/// Vectors of our own, in the format of the shared conformance file: borders between parts, both Turkish tables, NFC.
enum OwnSegmentVectors {
    static let lines = #"""
        {"id": "own-ext-at-160", "parts": [["a", 158], ["€", 1]], "mode": "standard", "encoding": "gsm7", "units": 160, "segments": 1, "per_segment": [160], "note": "the pair ends exactly at the border"}
        {"id": "own-ext-over-160", "parts": [["a", 159], ["€", 1]], "mode": "standard", "encoding": "gsm7", "units": 161, "segments": 2, "per_segment": [153, 8], "note": "one unit over"}
        {"id": "own-ext-first-of-second", "parts": [["a", 153], ["€", 1], ["a", 10]], "mode": "standard", "encoding": "gsm7", "units": 165, "segments": 2, "per_segment": [153, 12], "note": "the pair begins the second part"}
        {"id": "own-ext-two-straddles", "parts": [["a", 152], ["€", 1], ["a", 150], ["{", 1], ["a", 20]], "mode": "standard", "encoding": "gsm7", "units": 326, "segments": 3, "per_segment": [152, 152, 22], "note": "both borders fall on a pair"}
        {"id": "own-form-feed", "text": "a\fb", "mode": "standard", "encoding": "gsm7", "units": 4, "segments": 1, "per_segment": [4]}
        {"id": "own-all-extension", "text": "\f^{}\\[~]|€", "mode": "standard", "encoding": "gsm7", "units": 20, "segments": 1, "per_segment": [20]}
        {"id": "own-tab", "text": "a\tb", "mode": "standard", "encoding": "ucs2", "units": 3, "segments": 1, "per_segment": [3], "note": "a tab is in no table"}
        {"id": "own-nbsp", "text": "a b", "mode": "standard", "encoding": "ucs2", "units": 3, "segments": 1, "per_segment": [3]}
        {"id": "own-lira", "text": "100 ₺", "mode": "turkish", "encoding": "ucs2", "units": 5, "segments": 1, "per_segment": [5], "note": "the lira sign is in no 7-bit table"}
        {"id": "own-ucs2-emoji-at-70", "parts": [["ж", 68], ["🎉", 1]], "mode": "standard", "encoding": "ucs2", "units": 70, "segments": 1, "per_segment": [70]}
        {"id": "own-ucs2-emoji-over-70", "parts": [["ж", 69], ["🎉", 1]], "mode": "standard", "encoding": "ucs2", "units": 71, "segments": 2, "per_segment": [67, 4]}
        {"id": "own-ucs2-emoji-straddle-two", "parts": [["ж", 66], ["🎉", 1], ["ж", 64], ["🎉", 1]], "mode": "standard", "encoding": "ucs2", "units": 134, "segments": 3, "per_segment": [66, 66, 2], "note": "two borders, two pairs"}
        {"id": "own-family", "parts": [["👨‍👩‍👧‍👦", 1]], "mode": "standard", "encoding": "ucs2", "units": 11, "segments": 1, "per_segment": [11], "note": "seven code points, eleven units"}
        {"id": "own-family-cut", "parts": [["ж", 60], ["👨‍👩‍👧‍👦", 1]], "mode": "standard", "encoding": "ucs2", "units": 71, "segments": 2, "per_segment": [66, 5], "note": "a sequence of code points may be cut, a pair may not"}
        {"id": "own-tr-locking-euro", "parts": [["ş", 150], ["€", 5]], "mode": "turkish", "encoding": "gsm7-tr-locking", "units": 155, "segments": 1, "per_segment": [155], "note": "the euro costs one in the locking table"}
        {"id": "own-tr-single-straddle", "parts": [["è", 148], ["ş", 1], ["è", 10]], "mode": "turkish", "encoding": "gsm7-tr-single", "units": 160, "segments": 2, "per_segment": [148, 12], "note": "è keeps the locking table out; the letter of two units is not divided"}
        {"id": "own-tr-locking-two", "parts": [["ş", 156]], "mode": "turkish", "encoding": "gsm7-tr-locking", "units": 156, "segments": 2, "per_segment": [149, 7], "note": "312 units with single shift would take three parts"}
        {"id": "own-tr-locking-bracket", "parts": [["ğ", 148], ["[", 1], ["ğ", 10]], "mode": "turkish", "encoding": "gsm7-tr-locking", "units": 160, "segments": 2, "per_segment": [148, 12], "note": "the extension stays at two units in the locking table"}
        {"id": "own-tr-standard", "parts": [["ş", 70]], "mode": "standard", "encoding": "ucs2", "units": 70, "segments": 1, "per_segment": [70], "note": "without a Turkish table"}
        {"id": "own-tr-lost-both", "text": "è🎉ş", "mode": "turkish", "encoding": "ucs2", "units": 4, "segments": 1, "per_segment": [4]}
        {"id": "own-dotless-capitals", "text": "IĞDIR İLİ", "mode": "turkish", "encoding": "gsm7-tr-single", "units": 12, "segments": 1, "per_segment": [12], "note": "Ğ and two İ"}
        {"id": "own-nfc-a-ring", "text": "Å", "mode": "standard", "encoding": "gsm7", "units": 1, "segments": 1, "per_segment": [1], "note": "composed, Å is in the basic table"}
        {"id": "own-nfc-i-dot", "text": "i̇", "mode": "turkish", "encoding": "ucs2", "units": 2, "segments": 1, "per_segment": [2], "note": "no composed form"}
        {"id": "own-ohm-sign", "text": "Ω", "mode": "standard", "encoding": "gsm7", "units": 1, "segments": 1, "per_segment": [1], "note": "NFC turns the ohm sign into Omega"}
        {"id": "own-angstrom-sign", "text": "Å", "mode": "standard", "encoding": "gsm7", "units": 1, "segments": 1, "per_segment": [1]}
        {"id": "own-suffix-turns-two", "parts": [["a", 156]], "mode": "standard", "suffix": " B186", "encoding": "gsm7", "units": 161, "segments": 2, "per_segment": [153, 8]}
        {"id": "own-suffix-tr", "parts": [["ş", 151]], "mode": "turkish", "suffix": " B186", "encoding": "gsm7-tr-locking", "units": 156, "segments": 2, "per_segment": [149, 7]}
        {"id": "own-suffix-ucs2-65", "parts": [["ж", 65]], "mode": "standard", "suffix": " B186", "encoding": "ucs2", "units": 70, "segments": 1, "per_segment": [70]}
        {"id": "own-newlines", "parts": [["a\r\n", 51]], "mode": "standard", "encoding": "gsm7", "units": 153, "segments": 1, "per_segment": [153]}
        {"id": "own-seven-parts", "parts": [["a", 1071]], "mode": "standard", "encoding": "gsm7", "units": 1071, "segments": 7, "per_segment": [153, 153, 153, 153, 153, 153, 153]}
        """#
}
