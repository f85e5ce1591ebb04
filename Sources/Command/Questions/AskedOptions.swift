import API
import ArgumentParser

/// One question, as `cardea check` and `cardea explain` take it.
struct AskedOptions: ParsableArguments {
    @Argument(help: "Who, such as user:anne.")
    var subject: String

    @Argument(help: "The action: a relation of the resource's type, such as can_call.")
    var action: String

    @Argument(help: "On what, such as tool:billing/refundInvoice.")
    var resource: String

    @Option(help: ArgumentHelp("Who acts for the subject, such as agent:desktop.", valueName: "agent"))
    var agent: String?

    @OptionGroup var question: QuestionOptions

    var body: CheckQuestion {
        CheckQuestion(subject: subject, action: action, resource: resource, agent: agent, context: question.context?.members)
    }
}
