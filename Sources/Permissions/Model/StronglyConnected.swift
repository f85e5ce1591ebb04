/// Groups the nodes of a directed graph that reach one another (Tarjan, without recursion).
///
/// Components are numbered so that an edge never leads to a component with a higher number.
struct StronglyConnected {
    let component: [Int]
    let sizes: [Int]

    func isOnCycle(_ node: Int, edges: [[Int]]) -> Bool {
        sizes[component[node]] > 1 || edges[node].contains(node)
    }

    static func components(of edges: [[Int]]) -> StronglyConnected {
        var search = Search(count: edges.count)
        for node in edges.indices where search.order[node] == nil { search.visit(node, edges: edges) }
        return StronglyConnected(component: search.component, sizes: search.sizes)
    }

    private struct Search {
        var order: [Int?]
        var low: [Int]
        var component: [Int]
        var sizes: [Int] = []
        var path: [Int] = []
        var isOnPath: [Bool]
        var next = 0

        init(count: Int) {
            order = Array(repeating: nil, count: count)
            low = Array(repeating: 0, count: count)
            component = Array(repeating: 0, count: count)
            isOnPath = Array(repeating: false, count: count)
        }

        mutating func enter(_ node: Int) {
            order[node] = next
            low[node] = next
            next += 1
            path.append(node)
            isOnPath[node] = true
        }

        mutating func visit(_ root: Int, edges: [[Int]]) {
            var frames: [(node: Int, edge: Int)] = [(root, 0)]
            enter(root)
            while let (node, edge) = frames.last {
                if edge < edges[node].count {
                    frames[frames.count - 1].edge += 1
                    let target = edges[node][edge]
                    if let seen = order[target] {
                        if isOnPath[target] { low[node] = min(low[node], seen) }
                    } else {
                        enter(target)
                        frames.append((target, 0))
                    }
                } else {
                    frames.removeLast()
                    if let parent = frames.last?.node { low[parent] = min(low[parent], low[node]) }
                    if low[node] == order[node] { close(node) }
                }
            }
        }

        mutating func close(_ root: Int) {
            var size = 0
            while let node = path.popLast() {
                isOnPath[node] = false
                component[node] = sizes.count
                size += 1
                if node == root { break }
            }
            sizes.append(size)
        }
    }
}
