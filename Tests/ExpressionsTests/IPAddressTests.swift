import Testing

@testable import Expressions

@Suite struct IPAddressTests {
    @Test(arguments: [
        ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("::ffff:10.0.0.0/104", "11.0.0.1", false), ("::ffff:0:0/96", "192.0.2.1", true),
        ("::ffff:10.0.0.0/8", "10.0.0.1", false), ("::ffff:10.0.0.0/95", "10.0.0.1", false), ("::ffff:10.0.0.0/8", "::1", true),
        ("::ffff:10.0.0.0/8", "2001:db8::1", false), ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("::/0", "10.0.0.1", false),
    ])
    func `a network of mapped addresses is one of version 4 only from 96 bits on`(network: String, address: String, expected: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == expected)
    }

    @Test(arguments: ["1.2.3.4::", "1:1.2.3.4::1", "1.2.3.4::1.2.3.4", "1.2.3.4:1:2:3:4:5:6", "::1.2.3.4:1"])
    func `an address of version 4 stands only at the end of one of version 6`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["10.0.0.0/33", "::/129", "::ffff:10.0.0.0/129", "10.0.0.0", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/8/8"])
    func `what is no network is refused`(network: String) {
        #expect(IPNetwork(network) == nil)
    }

    @Test(arguments: [
        ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("0:0:0:0:0:0:0:0", "::"), ("0:0:0:0:0:0:0:1", "::1"), ("1:0:0:0:0:0:0:0", "1::"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ])
    func `an address is written in its shortest form`(text: String, expected: String) throws {
        #expect(try #require(IPAddress(text)).description == expected)
        #expect(
            try Expression(parsing: "string(ipaddress('\(text)'))", declarations: nil).evaluate([:], costLimit: 100) == .string(expected))
    }
}
