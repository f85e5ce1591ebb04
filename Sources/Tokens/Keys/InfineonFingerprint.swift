/// Recognises moduli made by the Infineon library of CVE-2017-15361 (ROCA), whose primes can be found.
///
/// Its primes are 65537^a modulo a product of small primes, so the modulus too lies in the subgroup that 65537 generates modulo each of
/// them. A sound modulus does so for all of these primes with a chance far below one in a billion.
enum InfineonFingerprint {
    private static let smallPrimes = [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137,
        139, 149, 151, 157, 163, 167,
    ]

    static func matches(_ modulus: [UInt8]) -> Bool {
        smallPrimes.allSatisfy { prime in
            generatedSubgroup(modulo: prime).contains(remainder(of: modulus, dividedBy: prime))
        }
    }

    private static func generatedSubgroup(modulo prime: Int) -> Set<Int> {
        var members: Set<Int> = []
        var power = 1
        while members.insert(power).inserted {
            power = power * (65537 % prime) % prime
        }
        return members
    }

    private static func remainder(of number: [UInt8], dividedBy divisor: Int) -> Int {
        number.reduce(0) { ($0 * 256 + Int($1)) % divisor }
    }
}
