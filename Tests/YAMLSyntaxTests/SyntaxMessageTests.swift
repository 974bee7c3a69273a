import Diagnostics
import Testing
import YAMLSyntax

@Suite("Messages about syntax")
struct SyntaxMessageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let rendered: String

        init(_ description: String, _ text: String, _ rendered: String) {
            testDescription = description
            self.text = text
            self.rendered = rendered
        }
    }

    @Test("each mistake has its whole message", arguments: cases)
    func message(_ example: Case) {
        let loaded = LoadedYAML(example.text + "\n")
        #expect(loaded.rendered == example.rendered + "\n")
        #expect(loaded.value == nil)
    }

    static let cases: [Case] = [
        Case(
            "an expression with a colon and a space",
            #"""
            steps:
              x: ${{ a ? b : c }}
            """#,
            #"""
            error[YAML011]: this expression contains `: `
             --> w.yaml:2:16
            2 |   x: ${{ a ? b : c }}
              |                ^ put quotes around the whole value
              = help: write "${{ a ? b : c }}"
            """#),
        Case(
            "a value with a colon and a space",
            #"""
            text: Hello: world
            """#,
            #"""
            error[YAML012]: a value that contains `: ` must be quoted
             --> w.yaml:1:12
            1 | text: Hello: world
              |            ^ put quotes around the whole value
              = help: write "Hello: world"
            """#),
        Case(
            "a value with two colons and a comment",
            #"""
            a: Sale: 50% off: now # note
            """#,
            #"""
            error[YAML012]: a value that contains `: ` must be quoted
             --> w.yaml:1:8
            1 | a: Sale: 50% off: now # note
              |        ^ put quotes around the whole value
              = help: write "Sale: 50% off: now"
            """#),
        Case(
            "a value with a colon that has both kinds of quotes gets no example",
            #"""
            a: it's "b": c
            """#,
            #"""
            error[YAML012]: a value that contains `: ` must be quoted
             --> w.yaml:1:12
            1 | a: it's "b": c
              |            ^ put quotes around the whole value
            """#),
        Case(
            "a tab as indentation",
            #"""
            steps:
            \#tone: 1
            """#,
            #"""
            error[YAML013]: the indentation is a tab
             --> w.yaml:2:1
            2 |  one: 1
              | ^ use spaces
            """#),
        Case(
            "a tab as indentation after a line with spaces",
            #"""
            a:
              b: 1
            \#tc: 2
            """#,
            #"""
            error[YAML013]: a tab stands inside an indented block
             --> w.yaml:3:1
            3 |  c: 2
              | ^ use spaces
            """#),
        Case(
            "a tab in an indented block",
            #"""
            a: |
              x
            \#ty
            """#,
            #"""
            error[YAML013]: a tab stands inside an indented block
             --> w.yaml:3:1
            3 |  y
              | ^ use spaces
            """#),
        Case(
            "a value that starts with an at sign",
            #"""
            a: @sms_bot hello
            """#,
            #"""
            error[YAML012]: a value that starts with `@` must be quoted
             --> w.yaml:1:4
            1 | a: @sms_bot hello
              |    ^^^^^^^^^^^^^^ put quotes around it
              = help: write "@sms_bot hello"
            """#),
        Case(
            "a value that starts with a percent sign",
            #"""
            a: %50 off
            """#,
            #"""
            error[YAML012]: a value that starts with `%` must be quoted
             --> w.yaml:1:4
            1 | a: %50 off
              |    ^^^^^^^ put quotes around it
              = help: write "%50 off"
            """#),
        Case(
            "a value that starts with a backtick",
            #"""
            a: `x`
            """#,
            #"""
            error[YAML012]: a value that starts with a backtick must be quoted
             --> w.yaml:1:4
            1 | a: `x`
              |    ^^^ put quotes around it
              = help: write "`x`"
            """#),
        Case(
            "a cron expression without quotes",
            #"""
            schedule: */5 * * * *
            """#,
            #"""
            error[YAML012]: a value that starts with `*` must be quoted
             --> w.yaml:1:11
            1 | schedule: */5 * * * *
              |           ^^^^^^^^^^^ put quotes around it
              = help: this looks like a cron expression or a pattern; `*name` is an alias in YAML
              = help: write "*/5 * * * *"
            """#),
        Case(
            "a cron expression of stars",
            #"""
            schedule: * * * * *
            """#,
            #"""
            error[YAML012]: a value that starts with `*` must be quoted
             --> w.yaml:1:11
            1 | schedule: * * * * *
              |           ^^^^^^^^^ put quotes around it
              = help: this looks like a cron expression or a pattern; `*name` is an alias in YAML
              = help: write "* * * * *"
            """#),
        Case(
            "a pattern without quotes",
            #"""
            path: **/*.csv
            """#,
            #"""
            error[YAML012]: a value that starts with `*` must be quoted
             --> w.yaml:1:7
            1 | path: **/*.csv
              |       ^^^^^^^^ put quotes around it
              = help: this looks like a cron expression or a pattern; `*name` is an alias in YAML
              = help: write "**/*.csv"
            """#),
        Case(
            "an alias with words behind it",
            #"""
            path: *name and more
            """#,
            #"""
            error[YAML012]: a value that starts with `*` must be quoted
             --> w.yaml:1:7
            1 | path: *name and more
              |       ^^^^^^^^^^^^^^ put quotes around it
              = help: this looks like a cron expression or a pattern; `*name` is an alias in YAML
              = help: write "*name and more"
            """#),
        Case(
            "a value that starts with an ampersand",
            #"""
            a: && b
            """#,
            #"""
            error[YAML012]: a value that starts with `&` must be quoted
             --> w.yaml:1:4
            1 | a: && b
              |    ^^^^ put quotes around it
              = help: `&name` is an anchor in YAML
              = help: write "&& b"
            """#),
        Case(
            "a negation without quotes",
            #"""
            if: !steps.a.output.ok
            """#,
            #"""
            error[YAML033]: `!steps.a.output.ok` is read as a YAML tag, and this tag is not supported
             --> w.yaml:1:5
            1 | if: !steps.a.output.ok
              |     ^^^^^^^^^^^^^^^^^^ a value that starts with `!` must be quoted
            """#),
        Case(
            "a negation with more behind it",
            #"""
            if: !done && x
            """#,
            #"""
            error[YAML012]: a value that starts with `!` must be quoted
             --> w.yaml:1:5
            1 | if: !done && x
              |     ^^^^^^^^^^ put quotes around it
              = help: `!name` is a tag in YAML
              = help: write "!done && x"
            """#),
        Case(
            "a negation in a map on one line",
            #"""
            a: {if: !done && x, b: 1}
            """#,
            #"""
            error[YAML012]: a value that starts with `!` must be quoted
             --> w.yaml:1:9
            1 | a: {if: !done && x, b: 1}
              |         ^^^^^^^^^^ put quotes around it
              = help: `!name` is a tag in YAML
              = help: write "!done && x"
            """#),
        Case(
            "a line whose indentation matches no line above",
            #"""
            steps:
              one:
                uses: x
               two:
                uses: y
            """#,
            #"""
            error[YAML014]: the indentation of this line, 3 spaces, matches no line above
             --> w.yaml:4:1
            4 |    two:
              | ^^^
              = help: use 4 (as line 3) or 2 (as line 2) or 0 (as line 1) spaces
            """#),
        Case(
            "a list item's key that is not below the first",
            #"""
            a:
              - b: 1
               c: 2
            """#,
            #"""
            error[YAML014]: the indentation of this line, 3 spaces, matches no line above
             --> w.yaml:3:1
            3 |    c: 2
              | ^^^
              = help: use 4 (as line 2) or 2 (as line 2) or 0 (as line 1) spaces
            """#),
        Case(
            "a line that is indented below a value",
            #"""
            a: 1
              b: 2
            """#,
            #"""
            error[YAML014]: a key cannot stand here: the value above goes on in this line
             --> w.yaml:2:4
            2 |   b: 2
              |    ^ expected the indentation of `a`
              = the value starts here
             --> w.yaml:1:4
            1 | a: 1
              |    -
              = help: a text over several lines that contains `: ` must be quoted
            """#),
        Case(
            "a text over several lines with a colon",
            #"""
            a: some text
              going on
              Note: this
            """#,
            #"""
            error[YAML014]: a key cannot stand here: the value above goes on in this line
             --> w.yaml:3:7
            3 |   Note: this
              |       ^ expected the indentation of `a`
              = the value starts here
             --> w.yaml:1:4
            1 | a: some text
              |    -
              = help: a text over several lines that contains `: ` must be quoted
            """#),
        Case(
            "a double quote that is never closed",
            #"""
            a: 1
            b: "foo
            c: 1
            """#,
            #"""
            error[YAML015]: this quote, opened at line 2, is never closed
             --> w.yaml:2:4
            2 | b: "foo
              |    ^ expected a closing `"`
            """#),
        Case(
            "a single quote that is never closed",
            #"""
            b: 'foo
            """#,
            #"""
            error[YAML015]: this quote, opened at line 1, is never closed
             --> w.yaml:1:4
            1 | b: 'foo
              |    ^ expected a closing `'`
            """#),
        Case(
            "a quote that the document's end leaves open",
            #"""
            a: "b
            ---
            c: 1
            """#,
            #"""
            error[YAML015]: this quote, opened at line 1, is never closed
             --> w.yaml:1:4
            1 | a: "b
              |    ^ expected a closing `"`
              = the document ends here
             --> w.yaml:2:1
            2 | ---
              | -
            """#),
        Case(
            "an apostrophe inside single quotes",
            #"""
            a: 'it's fine'
            """#,
            #"""
            error[YAML012]: text stands behind the closing quote
             --> w.yaml:1:8
            1 | a: 'it's fine'
              |        ^ put all of the value into the quotes
              = the quote was opened here
             --> w.yaml:1:4
            1 | a: 'it's fine'
              |    -
            """#),
        Case(
            "text behind a bracket",
            #"""
            a: [x] y
            """#,
            #"""
            error[YAML012]: text stands behind the closing bracket
             --> w.yaml:1:8
            1 | a: [x] y
              |        ^ put quotes around the whole value
              = the bracket was opened here
             --> w.yaml:1:4
            1 | a: [x] y
              |    -
            """#),
        Case(
            "one bracket too many",
            #"""
            a: [1, 2]]
            """#,
            #"""
            error[YAML012]: text stands behind the closing bracket
             --> w.yaml:1:10
            1 | a: [1, 2]]
              |          ^ put quotes around the whole value
              = the bracket was opened here
             --> w.yaml:1:4
            1 | a: [1, 2]]
              |    -
            """#),
        Case(
            "a list that is never closed",
            #"""
            a: [1, 2
            """#,
            #"""
            error[YAML016]: this `[` is never closed
             --> w.yaml:1:4
            1 | a: [1, 2
              |    ^ expected a `]` for it
            """#),
        Case(
            "a map that is never closed",
            #"""
            a: {b: 1
            """#,
            #"""
            error[YAML016]: this `{` is never closed
             --> w.yaml:1:4
            1 | a: {b: 1
              |    ^ expected a `}` for it
            """#),
        Case(
            "a list that the next line's key ends",
            #"""
            a: [1, 2
            b: 3
            """#,
            #"""
            error[YAML016]: found `:` where `,` or `]` was expected
             --> w.yaml:2:2
            2 | b: 3
              |  ^ is a `]` missing?
              = the list was opened here
             --> w.yaml:1:4
            1 | a: [1, 2
              |    -
            """#),
        Case(
            "a comment inside an expression",
            #"""
            text: ${{ vars.a # note }}
            """#,
            #"""
            error[YAML052]: everything after ` #` is a comment, so this expression has no end
             --> w.yaml:1:18
            1 | text: ${{ vars.a # note }}
              |                  ^ put quotes around the whole value
              = the expression starts here
             --> w.yaml:1:7
            1 | text: ${{ vars.a # note }}
              |       ----------
            """#),
        Case(
            "braces without a dollar sign",
            #"""
            a: {{ trigger.body.x }}
            """#,
            #"""
            error[YAML053]: `{{ }}` means a map in a map here
             --> w.yaml:1:4
            1 | a: {{ trigger.body.x }}
              |    ^^^^^^^^^^^^^^^^^^^^ write `${{ trigger.body.x }}`
              = help: put quotes around the whole value if it contains `: ` or ` #`
            """#),
        Case(
            "braces without a dollar sign and text",
            #"""
            a: {{ x }} foo
            """#,
            #"""
            error[YAML053]: `{{` means a map in a map here
             --> w.yaml:1:4
            1 | a: {{ x }} foo
              |    ^^ expressions are `${{ ... }}`
              = help: put quotes around the whole value if it contains `: ` or ` #`
            """#),
        Case(
            "an expression inside a list on one line",
            #"""
            to: [${{ x }}]
            """#,
            #"""
            error[YAML011]: an expression inside `[ ]` or `{ }` must be quoted
             --> w.yaml:1:6
            1 | to: [${{ x }}]
              |      ^^^ put quotes around the whole value
            """#),
        Case(
            "an expression inside a map on one line",
            #"""
            a: {b: ${{ x }}, c: 1}
            """#,
            #"""
            error[YAML011]: an expression inside `[ ]` or `{ }` must be quoted
             --> w.yaml:1:8
            1 | a: {b: ${{ x }}, c: 1}
              |        ^^^ put quotes around the whole value
            """#),
        Case(
            "a line without a colon",
            #"""
            a: 1
            foo
            b: 2
            """#,
            #"""
            error[YAML010]: this line is neither `key: value` nor a list item
             --> w.yaml:2:1
            2 | foo
              | ^^^ expected a `:` after the key
            """#),
        Case(
            "no space after the colon",
            #"""
            a: 1
            b:2
            """#,
            #"""
            error[YAML010]: a space is missing after the `:`
             --> w.yaml:2:2
            2 | b:2
              |  ^ write `b: 2`
            """#),
        Case(
            "no space after the first line's colon",
            #"""
            a:1
            b: 2
            """#,
            #"""
            error[YAML010]: a space is missing after the `:`
             --> w.yaml:1:2
            1 | a:1
              |  ^ write `a: 1`
            """#),
        Case(
            "a list on the line of its key",
            #"""
            a: - b
            """#,
            #"""
            error[YAML012]: a list item cannot start here
             --> w.yaml:1:4
            1 | a: - b
              |    ^ start the list on a line of its own
              = help: a value that starts with `- ` must be quoted
            """#),
        Case(
            "a list where keys are expected",
            #"""
            a: b
            - c
            """#,
            #"""
            error[YAML010]: found a list item where `key: value` was expected
             --> w.yaml:2:1
            2 | - c
              | ^ a block holds keys or list items, not both
              = the block starts here
             --> w.yaml:1:1
            1 | a: b
              | -
            """#),
        Case(
            "an unknown escape sequence",
            #"""
            a: "\d+"
            """#,
            #"""
            error[YAML017]: `\d` is no escape sequence
             --> w.yaml:1:5
            1 | a: "\d+"
              |     ^^ write `\\` for a backslash, or use single quotes
            """#),
        Case(
            "an escape sequence without its digits",
            #"""
            a: "\u12"
            """#,
            #"""
            error[YAML017]: `\u` needs hexadecimal digits of a character
             --> w.yaml:1:5
            1 | a: "\u12"
              |     ^^ write `\\` for a backslash, or use single quotes
            """#),
        Case(
            "text behind the sign of a block",
            #"""
            a: > 5
            """#,
            #"""
            error[YAML012]: a value that starts with `>` must be quoted
             --> w.yaml:1:4
            1 | a: > 5
              |    ^^^ put quotes around it
              = help: to write a block of text, end the line after `>`
              = help: write "> 5"
            """#),
        Case(
            "a value that is missing between commas",
            #"""
            a: [a, , b]
            """#,
            #"""
            error[YAML010]: a value is missing before `,`
             --> w.yaml:1:8
            1 | a: [a, , b]
              |        ^ write the value, or delete a `,`
            """#),
        Case(
            "a value that starts with a bracket",
            #"""
            a: ]
            """#,
            #"""
            error[YAML012]: a value that starts with `]` must be quoted
             --> w.yaml:1:4
            1 | a: ]
              |    ^ put quotes around it
            """#),
        Case(
            "an unknown directive",
            #"""
            %FOO bar
            ---
            a: 1
            """#,
            #"""
            error[YAML023]: this directive is not supported
             --> w.yaml:1:1
            1 | %FOO bar
              | ^^^^^^^^ delete this line
              = help: only `%YAML 1.1` and `%YAML 1.2` are read; a key that starts with `%` must be quoted
            """#),
        Case(
            "a directive without the start of a document",
            #"""
            %YAML 1.2
            a: 1
            """#,
            #"""
            error[YAML023]: a line that starts with `%` is a directive, and `---` must follow it
             --> w.yaml:2:1
            2 | a: 1
              | ^
            """#),
        Case(
            "an empty key",
            #"""
            : b
            """#,
            #"""
            error[YAML031]: this key is empty
             --> w.yaml:1:1
            1 | : b
              | ^ write a name before the `:`
            """#),
    ]
}
