using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace OvsWizard.Ssh;

/// <summary>
/// Collects the lines of both streams of a shell for its one reader. It never makes the writer wait, and holds no more
/// than a limit: beyond it lines are left out, and their number is told in their place. Those that begin with a record
/// separator are left out last.
/// </summary>
internal sealed class ShellOutput
{
    /// <summary>
    /// Characters held for a reader that is slower than the shell: ten megabytes at once come through whole, in lines
    /// however short.
    /// </summary>
    public const int MostHeld = 48 * 1024 * 1024;

    /// <summary>So many more for lines that begin with a record separator.</summary>
    private const int Reserve = 2 * 1024 * 1024;

    /// <summary>What a line takes besides its characters.</summary>
    private const int Overhead = 24;

    private readonly Channel<ShellLine> _lines = Channel.CreateUnbounded<ShellLine>(
        new UnboundedChannelOptions { SingleReader = true });
    private readonly LineSplitter _output, _error;
    private long _held, _left;

    public ShellOutput()
    {
        _output = new LineSplitter(text => Add(new ShellLine(false, text)));
        _error = new LineSplitter(text => Add(new ShellLine(true, text)));
    }

    public async IAsyncEnumerable<ShellLine> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            Interlocked.Add(ref _held, -CostOf(line));
            if (Interlocked.Exchange(ref _left, 0) is > 0 and var left) yield return new ShellLine(true,
                $"({left} lines are left out: they came faster than they could be read)");
            yield return line;
        }
    }

    /// <summary>Takes bytes of one stream; no bytes are its end. Each stream has one caller.</summary>
    public void Receive(bool isError, ReadOnlySpan<byte> bytes)
    {
        var splitter = isError ? _error : _output;
        if (bytes.IsEmpty) splitter.End();
        // Not line by line: what waits to be read here is held by the connection, and it has no limit.
        else if (splitter.Add(bytes,
            leavesOut: Volatile.Read(ref _held) >= MostHeld) is > 0 and var left) Interlocked.Add(ref _left, left);
    }

    public void Complete(Failure? failure = null) => _lines.Writer.TryComplete(failure);

    private void Add(ShellLine line)
    {
        var most = line.Text.StartsWith(LineSplitter.Separator) ? MostHeld + Reserve : MostHeld;
        if (Interlocked.Add(ref _held, CostOf(line)) <= most && _lines.Writer.TryWrite(line)) return;
        Interlocked.Add(ref _held, -CostOf(line));
        Interlocked.Increment(ref _left);
    }

    private static long CostOf(ShellLine line) => line.Text.Length + Overhead;
}
