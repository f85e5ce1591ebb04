/// Numbers for the things and subjects of a graph: `type:id` to a 32-bit entity and back.
///
/// Most names lie in one block built at once; later ones in a map beside it that copies share, until they are merged.
/// A name keeps its number as long as the graph and its successors live.
struct EntityTable: Sendable {
    private(set) var types = NameList()
    private var base = EntityBlock()
    /// Takes the names while a graph is made.
    private var builder: EntityBlockBuilder?
    private var addedNumbers = ShardedMap<UInt32>()
    private var addedNames = ShardedMap<EntityName>()
    /// Of the ids beside the block.
    private var addedBytes = 0

    struct EntityName: Sendable {
        let type: UInt32
        let id: String
    }

    init() {}

    /// No names yet, and the types with the numbers they have.
    init(types: NameList) {
        self.types = types
    }

    /// Of the names beside the block about as many as they take.
    var byteCount: Int { base.byteCount + addedNumbers.byteCount + addedNames.byteCount + addedBytes }

    var count: Int { base.count + addedNames.count }

    /// Names that are not in the block yet.
    var addedCount: Int { addedNames.count }

    @inline(__always)
    func entity(type: UInt32, id: String) -> UInt32? { id.withBytes { entity(type: type, id: $0) } }

    @inline(__always)
    func entity(type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32? {
        let hash = NameHash.process.hash(id, scope: type)
        return base.entity(hash: hash, type: type, id: id) ?? added(hash: hash, type: type, id: id)
    }

    @inline(never)
    private func added(hash: UInt64, type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32? {
        guard !addedNames.isEmpty else { return nil }
        var key = hash
        while let entity = addedNumbers[key] {
            if let name = addedNames[UInt64(entity)], name.type == type, name.id.withBytes({ $0.elementsEqual(id) }) { return entity }
            key &+= 1
        }
        return nil
    }

    mutating func intern(type: UInt32, id: String) -> UInt32 {
        if let known = entity(type: type, id: id) { return known }
        let entity = UInt32(count)
        var key = id.withBytes { NameHash.process.hash($0, scope: type) }
        while addedNumbers.contains(key) { key &+= 1 }
        addedNumbers.set(key, entity)
        addedNames.set(UInt64(entity), EntityName(type: type, id: id))
        addedBytes += id.utf8.count
        return entity
    }

    /// The same for many names one after the other, before anything else is added; `finishAtOnce` must follow.
    mutating func internAtOnce(type: UInt32, id: UnsafeBufferPointer<UInt8>) -> UInt32 {
        if builder == nil { builder = EntityBlockBuilder() }
        return builder?.intern(hash: NameHash.process.hash(id, scope: type), type: type, id: id) ?? 0
    }

    mutating func finishAtOnce() {
        if let builder { base = builder.finish() }
        builder = nil
    }

    mutating func internType(_ name: String) -> UInt32 { types.intern(name) }

    func type(of entity: UInt32) -> UInt32 {
        Int(entity) < base.count ? base.type(of: entity) : addedNames[UInt64(entity)]?.type ?? 0
    }

    func id(of entity: UInt32) -> String {
        Int(entity) < base.count ? base.id(of: entity) : addedNames[UInt64(entity)]?.id ?? ""
    }

    /// Moves the added names into a new block.
    mutating func merge() {
        guard !addedNames.isEmpty else { return }
        var names: [(entity: UInt32, name: EntityName)] = []
        names.reserveCapacity(addedNames.count)
        addedNames.forEach { names.append((UInt32($0), $1)) }
        names.sort { $0.entity < $1.entity }
        var builder = EntityBlockBuilder(base, adding: names.count)
        for (_, name) in names {
            _ = name.id.withBytes { builder.intern(hash: NameHash.process.hash($0, scope: name.type), type: name.type, id: $0) }
        }
        base = builder.finish()
        addedNames = ShardedMap()
        addedBytes = 0
        addedNumbers = ShardedMap()
    }
}
