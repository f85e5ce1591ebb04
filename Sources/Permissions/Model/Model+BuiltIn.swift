extension Model {
    /// The model a new tenant starts with: users, agents, groups, roles, MCP servers with their tools, and resources in folders.
    ///
    /// Its relation names are a contract: the command line, the demonstration and the documentation use them.
    package static let builtInSource = """
        model
          schema 1.1

        type user

        type agent

        type group
          relations
            define member: [user, agent, group#member]

        type role
          relations
            define assignee: [user, agent, group#member]

        type server
          relations
            define caller: [user, user:*, agent, group#member, role#assignee]
            define delegate: [agent, agent:*, group#member]

        type tool
          relations
            define server: [server]
            define blocked: [user, agent, group#member, role#assignee]
            define caller: [user, user:*, agent, group#member, role#assignee]
            define delegate: [agent, agent:*, group#member]
            define can_call: (caller or caller from server) but not blocked
            define can_call_for_user: (delegate or delegate from server or can_call) but not blocked

        type resource
          relations
            define parent: [resource]
            define owner: [user, agent, group#member, role#assignee]
            define editor: [user, agent, group#member, role#assignee] or owner or editor from parent
            define viewer: [user, user:*, agent, group#member, role#assignee] or editor or viewer from parent
            define delegate: [agent, agent:*, group#member] or delegate from parent
            define can_view: viewer
            define can_edit: editor
            define can_view_for_user: delegate or viewer
            define can_edit_for_user: delegate or editor

        """
}
