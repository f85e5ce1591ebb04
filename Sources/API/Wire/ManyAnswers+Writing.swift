extension ManyAnswers: DirectlyWritten {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("answers")
            writer.array { writer in
                for answer in answers { answer.write(to: &writer) }
            }
            writer.name("revision")
            writer.number(revision)
        }
    }
}

extension ManyAnswers.Item: DirectlyWritten {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("allowed")
            writer.bool(allowed)
            writer.name("code")
            writer.string(code)
            writer.name("decision")
            writer.string(decision.rawValue)
            if let message {
                writer.name("message")
                writer.string(message)
            }
            if let missing {
                writer.name("missing")
                writer.array { writer in
                    for parameter in missing { writer.string(parameter) }
                }
            }
        }
    }
}
