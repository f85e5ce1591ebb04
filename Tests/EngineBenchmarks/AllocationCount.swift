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

    static func end() { flag?.storeBytes(of: 0, as: UInt8.self) }
}
