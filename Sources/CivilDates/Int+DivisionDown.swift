extension Int {
    /// The quotient rounded towards minus infinity.
    public func dividedDown(by divisor: Int) -> Int {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What is left over after `dividedDown`; never negative.
    public func remainderDown(by divisor: Int) -> Int {
        self - dividedDown(by: divisor) * divisor
    }
}
