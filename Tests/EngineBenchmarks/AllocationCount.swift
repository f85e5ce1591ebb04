import Foundation

// The Swift runtime lets tools put a function of their own before the one that allocates objects, arrays among them.

private typealias ObjectAllocation = @convention(c) (UnsafeRawPointer?, Int, Int) -> UnsafeMutableRawPointer?

/// How many objects were allocated since counting began.
nonisolated(unsafe) var allocationCount = 0
nonisolated(unsafe) private var originalAllocation: ObjectAllocation?
nonisolated(unsafe) private var flag: UnsafeMutableRawPointer?

enum AllocationCount {
    /// False when this runtime cannot be asked to count.
    static func begin() -> Bool {
        if originalAllocation == nil {
            let process = dlopen(nil, RTLD_NOW)
            flag = dlsym(process, "_swift_enableSwizzlingOfAllocationAndRefCountingFunctions_forInstrumentsOnly")
            guard let hook = dlsym(process, "_swift_allocObject"), flag != nil else { return false }
            let place = hook.assumingMemoryBound(to: ObjectAllocation?.self)
            originalAllocation = place.pointee
            place.pointee = { metadata, size, alignment in
                allocationCount &+= 1
                return originalAllocation?(metadata, size, alignment)
            }
        }
        flag?.storeBytes(of: 1, as: UInt8.self)
        return true
    }

    /// Prints without strings, since the functions that count do not bear with short ones, and ends the process.
    static func report(_ counts: (Int, Int, Int), isCounting: Bool, isWithin: Bool) -> Never {
        let format: StaticString =
            "{\"benchmark\": \"allocations\", \"checks\": 1000, \"direct\": %ld, \"threeHops\": %ld, \"miss\": %ld, \"isCounting\": %d}\n"
        withVaList([counts.0, counts.1, counts.2, Int32(isCounting ? 1 : 0)]) { values in
            format.utf8Start.withMemoryRebound(to: CChar.self, capacity: format.utf8CodeUnitCount + 1) { _ = vdprintf(1, $0, values) }
        }
        _exit(isWithin && isCounting && counts.0 + counts.1 + counts.2 == 0 ? 0 : 1)
    }
}
