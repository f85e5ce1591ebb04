extension EvaluationResponse: DirectlyWritten {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let context {
                writer.name("context")
                context.write(to: &writer)
            }
            writer.name("decision")
            writer.bool(decision)
        }
    }
}

extension EvaluationResponse.Context {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let decisionID {
                writer.name("decision_id")
                writer.string(decisionID)
            }
            if let error {
                writer.name("error")
                writer.object { writer in
                    writer.name("message")
                    writer.string(error.message)
                    writer.name("status")
                    writer.number(UInt64(max(0, error.status)))
                }
            }
            if let reason {
                writer.name("reason")
                writer.object { writer in
                    writer.name("code")
                    writer.string(reason.code)
                    writer.name("message")
                    writer.string(reason.message)
                }
            }
            if let revision {
                writer.name("revision")
                writer.number(revision)
            }
        }
    }
}

extension EvaluationsResponse: DirectlyWritten {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("evaluations")
            writer.array { writer in
                for evaluation in evaluations {
                    evaluation.write(to: &writer)
                }
            }
        }
    }
}
