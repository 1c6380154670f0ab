using System.Text;

namespace OvsWizard.Ssh;

internal enum SudoAnswer { Ready, Prompt, Ended }

/// <summary>
/// Stands between sudo(8) and whoever reads the shell behind it: holds output back until the shell has said the ready
/// word on stdout, and tells when sudo has put its prompt on stderr. Both words hold a nonce, so nothing else can say
/// them.
/// </summary>
internal sealed class SudoGate(string ready, string prompt, Action<bool, ReadOnlySpan<byte>> received)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new(), _error = new();
    private readonly System.Threading.Channels.Channel<SudoAnswer> _answers =
        System.Threading.Channels.Channel.CreateUnbounded<SudoAnswer>();
    private bool _open;
    private int _ends;

    /// <summary>What was printed before the shell was ready, prompts left out.</summary>
    public string Error
    {
        get
        {
            lock (_lock) return _error.ToString().Trim();
        }
    }

    public ValueTask<SudoAnswer> NextAsync(CancellationToken cancellation) => _answers.Reader.ReadAsync(cancellation);

    public void Receive(bool isError, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
            if (!_open)
            {
                if (bytes.IsEmpty)
                {
                    if (++_ends == 2) _answers.Writer.TryWrite(SudoAnswer.Ended);
                    return;
                }
                // Latin-1 keeps every byte what it was, for what goes on to the reader.
                var text = Encoding.Latin1.GetString(bytes);
                if (isError) SeePrompt(text);
                else SeeReady(text);
                return;
            }
        received(isError, bytes);
    }

    private void SeePrompt(string text)
    {
        _error.Append(text);
        var at = _error.ToString().IndexOf(prompt, StringComparison.Ordinal);
        if (at < 0) return;
        _error.Remove(at, prompt.Length);
        _answers.Writer.TryWrite(SudoAnswer.Prompt);
    }

    private void SeeReady(string text)
    {
        _output.Append(text);
        var seen = _output.ToString();
        var at = seen.IndexOf(ready + "\n", StringComparison.Ordinal);
        if (at < 0) return;
        _open = true;
        if (seen[(at + ready.Length + 1)..] is { Length: > 0 } rest) received(false, Encoding.Latin1.GetBytes(rest));
        _answers.Writer.TryWrite(SudoAnswer.Ready);
    }
}
