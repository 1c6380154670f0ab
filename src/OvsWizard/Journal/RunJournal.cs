using System.Text.Json;

namespace OvsWizard.Journal;

/// <summary>
/// What happened in a run, one JSON event a line, only ever appended. A line torn by a crash is the last one and is left out when reading.
/// Output of commands is not in it line by line; the end of each step carries its last lines.
/// </summary>
public sealed class RunJournal : IDisposable
{
    /// <summary>Version of the line format; readers refuse a higher one.</summary>
    public const int Format = 2;

    private readonly FileStream file;

    /// <summary>Opens the journal to go on with it; a line that a crash has torn is taken off first.</summary>
    public RunJournal(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        file.SetLength(EndOfLastLine());
        file.Seek(0, SeekOrigin.End);
    }

    public void Append(RunEvent happened)
    {
        if (happened is StepOutput) return;
        var line = JsonSerializer.SerializeToUtf8Bytes(happened, JournalJson.Default.RunEvent);
        file.Write([.. line, (byte)'\n']);
    }

    /// <summary>On disk, not only handed to the kernel: fsync(2).</summary>
    public void Flush()
    {
        file.Flush(flushToDisk: true);
        Syncs++;
    }

    /// <summary>How often it was put on disk: many events share one.</summary>
    public long Syncs { get; private set; }

    public void Dispose() => file.Dispose();

    private long EndOfLastLine()
    {
        for (var end = file.Length; end > 0; end--)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n') return end;
        }
        return 0;
    }

    /// <summary>The events of a journal, in order.</summary>
    /// <param name="torn">The last line was not finished: what it said is lost, and what it announced must be checked on the host.</param>
    /// <exception cref="Failure">A line in the middle cannot be read.</exception>
    public static IReadOnlyList<RunEvent> Read(string path, out bool torn)
    {
        var events = new List<RunEvent>();
        var text = File.ReadAllBytes(path).AsSpan();
        torn = text.Length > 0 && text[^1] != (byte)'\n';
        for (var line = 1; text.Length > 0; line++)
        {
            var end = text.IndexOf((byte)'\n');
            if (end < 0) break;
            try
            {
                var happened = JsonSerializer.Deserialize(text[..end], JournalJson.Default.RunEvent)!;
                if (happened is RunStarted { Format: > Format and var format })
                    throw new Failure(FailureKind.Input, $"the journal was written by a newer ovswizard", $"its format is {format}, and this program knows {Format}",
                        $"use the newer one", at: new SourceLocation(path, line));
                events.Add(happened);
            }
            catch (JsonException e)
            {
                throw new Failure(FailureKind.Input, $"the journal cannot be read here", $"{e.Message}",
                    $"it was changed by something else; 'ovswizard runs' lists the others", at: new SourceLocation(path, line), cause: e);
            }
            text = text[(end + 1)..];
        }
        return events;
    }
}
