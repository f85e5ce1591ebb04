/// The frame of every page: one style sheet in the page, no scripts, nothing from elsewhere.
enum Layout {
    static let style: HTML = """
        :root{color-scheme:light dark;--ground:#f4f5f7;--card:#fff;--text:#16181d;--quiet:#5b6270;--line:#d9dce3;--accent:#1f5fbf;--on:#fff;--bad:#b3261e}
        @media(prefers-color-scheme:dark){:root{--ground:#14161a;--card:#1d2026;--text:#eceef2;--quiet:#a3abb9;--line:#343945;--accent:#7fb0ff;--on:#0c1526;--bad:#ff9c92}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,sans-serif}
        main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem}
        h1{font-size:1.35rem;line-height:1.3;margin:0 0 .25rem}
        p{margin:.5rem 0}
        .quiet{color:var(--quiet);font-size:.92rem}
        .bad{color:var(--bad);font-weight:600}
        label{display:block;margin:1rem 0 .3rem;font-weight:600}
        input[type=text],input[type=password]{width:100%;padding:.65rem .75rem;font:inherit;color:inherit;background:var(--ground);border:1px solid var(--line);border-radius:8px}
        input:focus-visible,button:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
        .buttons{display:flex;flex-direction:row-reverse;gap:.75rem;margin-top:1.5rem}
        button{flex:1;padding:.7rem 1rem;font:inherit;font-weight:600;border-radius:8px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer}
        button.primary{background:var(--accent);border-color:var(--accent);color:var(--on)}
        dl{margin:1.25rem 0;border-top:1px solid var(--line)}
        dl div{padding:.6rem 0;border-bottom:1px solid var(--line)}
        dt{color:var(--quiet);font-size:.85rem}
        dd{margin:0;overflow-wrap:anywhere}
        ul{margin:.3rem 0 0;padding-left:1.2rem}
        """

    static func page(title: String, _ content: HTML) -> HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>\(title)</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        \(content)
        </main>
        </body>
        </html>

        """
    }

    /// Fields that carry an authorization request through a form.
    static func hidden(_ fields: [(name: String, value: String)]) -> [HTML] {
        fields.map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\">\n" }
    }
}
