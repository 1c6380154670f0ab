using System.Threading.Channels;

namespace OvsWizard.Ssh;

/// <summary>Collects the lines of both streams of a shell for its one reader. It never makes the writer wait.</summary>
internal sealed class ShellOutput
{
    private readonly Channel<ShellLine> _lines = Channel.CreateUnbounded<ShellLine>(new UnboundedChannelOptions { SingleReader = true });
    private readonly LineSplitter _output, _error;

    public ShellOutput()
    {
        _output = new LineSplitter(text => _lines.Writer.TryWrite(new ShellLine(false, text)));
        _error = new LineSplitter(text => _lines.Writer.TryWrite(new ShellLine(true, text)));
    }

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) => _lines.Reader.ReadAllAsync(cancellation);

    /// <summary>Takes bytes of one stream; no bytes are its end. Each stream has one caller.</summary>
    public void Receive(bool isError, ReadOnlySpan<byte> bytes)
    {
        var splitter = isError ? _error : _output;
        if (bytes.IsEmpty) splitter.End();
        else splitter.Add(bytes);
    }

    public void Complete(Failure? failure = null) => _lines.Writer.TryComplete(failure);
}
