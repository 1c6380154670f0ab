namespace OvsWizard.Templates;

/// <summary>
/// Follows the quoting of a POSIX shell script: quotes, comments, here-documents and nested $( ) and ${ }. It need not
/// understand the script, only know where a quoted word would not be one word.
/// </summary>
internal sealed class ShellScanner : IQuoteScanner
{
    private enum State { Code, Single, Double, Braces, Backticks, Comment, HereDocument, Delimiter }

    private readonly Stack<State> _states = new([State.Code]);
    private readonly Queue<(string Word, bool StripsTabs)> _hereDocuments = [];
    private readonly System.Text.StringBuilder _word = new();
    private bool _stripsTabs;
    private bool _escaped;
    private char _previous = '\n';
    private char _beforePrevious = '\n';

    public string? Trouble => _states.Peek() switch
    {
        _ when _escaped => "after a backslash",
        State.Single => "within single quotes",
        State.Double => "within double quotes",
        State.Braces => "within ${ }",
        State.Backticks => "within backticks",
        State.Comment => "in a comment",
        State.HereDocument or State.Delimiter => "in a here-document",
        _ when _previous == '$' => "right after a $",
        _ => null,
    };

    public string Remedy => _states.Peek() switch
    {
        State.HereDocument or State.Delimiter => "use a file step, or printf '%s\\n' {{ value }}",
        State.Comment => "leave it out of the comment",
        State.Backticks => "use $( ) instead of backticks",
        _ => "put it outside of the quotes: \"text \"{{ value }}\" text\"",
    };

    public void Read(string literal)
    {
        foreach (var c in literal)
        {
            if (_escaped) _escaped = false;
            else Step(c);
            (_beforePrevious, _previous) = (_previous, c);
        }
    }

    public void ReadValue()
    {
        _escaped = false;
        (_beforePrevious, _previous) = ('x', 'x');
    }

    private void Step(char c)
    {
        switch (_states.Peek())
        {
            case State.Single:
                if (c == '\'') _states.Pop();
                break;
            case State.Comment:
                if (c != '\n') break;
                _states.Pop();
                Code(c);
                break;
            case State.HereDocument:
                HereDocument(c);
                break;
            case State.Delimiter:
                Delimiter(c);
                break;
            case State.Double:
                if (c == '"') _states.Pop();
                else Expansion(c);
                break;
            case State.Braces:
                if (c == '}') _states.Pop();
                else if (c == '"') _states.Push(State.Double);
                else Expansion(c);
                break;
            case State.Backticks:
                if (c == '`') _states.Pop();
                else if (c == '\\') _escaped = true;
                break;
            default:
                Code(c);
                break;
        }
    }

    /// <summary>What double quotes leave special.</summary>
    private void Expansion(char c)
    {
        if (c == '\\') _escaped = true;
        else if (c == '`') _states.Push(State.Backticks);
        else if (c == '(' && _previous == '$') _states.Push(State.Code);
        else if (c == '{' && _previous == '$') _states.Push(State.Braces);
    }

    private void Code(char c)
    {
        switch (c)
        {
            case '\'':
                _states.Push(State.Single);
                break;
            case '"':
                _states.Push(State.Double);
                break;
            case '#' when char.IsWhiteSpace(_previous) || _previous is ';' or '&' or '|' or '(' or ')':
                _states.Push(State.Comment);
                break;
            case '(' when _previous != '$':
                _states.Push(State.Code);
                break;
            // A pattern of case ends with an unpaired one.
            case ')' when _states.Count > 1:
                _states.Pop();
                break;
            // <<< is a here-string of other shells, and << within $(( )) shifts: only a word makes a here-document.
            case '<' when _previous == '<' && _beforePrevious != '<':
                _states.Push(State.Delimiter);
                _word.Clear();
                _stripsTabs = false;
                break;
            case '\n' when _hereDocuments.Count > 0:
                _states.Push(State.HereDocument);
                _word.Clear();
                break;
            default:
                Expansion(c);
                break;
        }
    }

    private void Delimiter(char c)
    {
        if (_word.Length == 0 && c is ' ' or '\t') return;
        if (_word.Length == 0 && c == '-') _stripsTabs = true;
        else if (c is '\'' or '"' or '\\') return;
        else if (char.IsLetterOrDigit(c) || c == '_') _word.Append(c);
        else
        {
            _states.Pop();
            if (_word.Length > 0 && !char.IsDigit(_word[0])) _hereDocuments.Enqueue((_word.ToString(), _stripsTabs));
            Step(c);
        }
    }

    private void HereDocument(char c)
    {
        if (c != '\n')
        {
            _word.Append(c);
            return;
        }
        var (word, stripsTabs) = _hereDocuments.Peek();
        var line = _word.ToString();
        _word.Clear();
        if ((stripsTabs ? line.TrimStart('\t') : line) != word) return;
        _hereDocuments.Dequeue();
        if (_hereDocuments.Count == 0) _states.Pop();
    }
}
