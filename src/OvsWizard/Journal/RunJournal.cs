using System.Text.Json;

namespace OvsWizard.Journal;

/// <summary>
/// What happened in a run, one JSON event a line, only ever appended, each summed and chained to the one before
/// (<see cref="JournalLine"/>). A line torn by a crash is the last one and is left out when reading. Output of commands
/// is not in it line by line; the end of each step carries its last lines.
/// </summary>
public sealed class RunJournal : IDisposable
{
    /// <summary>Version of the line format; readers refuse a higher one.</summary>
    public const int Format = 3;

    /// <summary>
    /// The first version whose lines are summed. A journal that was begun by an earlier one has lines without, up to
    /// where it was gone on with.
    /// </summary>
    private const int FirstSummed = 3;

    private readonly FileStream file;
    private string chain = "";

    /// <summary>Opens the journal to go on with it; a line that a crash has torn is taken off first.</summary>
    /// <exception cref="Failure">Input: it cannot be opened or written.</exception>
    public RunJournal(string path)
    {
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            GoToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new Failure(FailureKind.Input, $"the journal cannot be written", $"{e.Message}",
                $"check the path and its permissions", at: new SourceLocation(path), cause: e);
        }
    }

    private void GoToEnd()
    {
        var text = new byte[file.Length];
        file.ReadExactly(text);
        var rest = text.AsSpan();
        for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            JournalLine.Judge(rest[..end], ref chain, out _);
            rest = rest[(end + 1)..];
        }
        file.SetLength(text.Length - rest.Length);
        file.Seek(0, SeekOrigin.End);
    }

    public void Append(RunEvent happened)
    {
        if (happened is StepOutput) return;
        var line =
            JournalLine.Seal(JsonSerializer.SerializeToUtf8Bytes(happened, JournalJson.Default.RunEvent), ref chain);
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

    /// <inheritdoc cref="Read(string, out bool, out IReadOnlyList{SourceLocation})"/>
    public static IReadOnlyList<RunEvent> Read(string path, out bool torn) => Read(path, out torn, out _);

    /// <summary>The events of a journal, in order, one a line.</summary>
    /// <param name="torn">The last line was not finished: what it said is lost, and what it announced must be checked
    /// on the host.</param>
    /// <param name="damaged">Where a before-image was changed since it was written: it is left out, so that the host's
    /// own counts.</param>
    /// <exception cref="Failure">Input: the file cannot be read, or a line is not as it was written, with its
    /// place.</exception>
    public static IReadOnlyList<RunEvent> Read(string path, out bool torn, out IReadOnlyList<SourceLocation> damaged)
    {
        var events = new List<RunEvent>();
        var images = new List<SourceLocation>();
        var text = Bytes(path).AsSpan();
        torn = text.Length > 0 && text[^1] != (byte)'\n';
        var (chain, summed) = ("", false);
        for (var end = text.IndexOf((byte)'\n'); end >= 0; end = text.IndexOf((byte)'\n'))
        {
            var at = new SourceLocation(path, events.Count + 1);
            var worth = JournalLine.Judge(text[..end], ref chain, out var json);
            summed |= worth is not JournalLine.Worth.Unsummed;
            if (worth is JournalLine.Worth.Unchained)
                throw Damage(at, $"a line before this one is missing, or was changed");
            var isGood = worth is JournalLine.Worth.Good || !summed;
            if (!isGood) images.Add(at);
            events.Add(isGood ? Parse(json, at)
                : WithoutImage(json) ?? throw Damage(at, $"it was modified: its checksum differs"));
            if (events[^1] is RunStarted { Format: >= FirstSummed } && !summed)
                throw Damage(at, $"it was modified: it has no checksum");
            text = text[(end + 1)..];
        }
        damaged = images;
        return events;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Damage(new SourceLocation(path), $"{e.Message}", e);
        }
    }

    private static RunEvent Parse(byte[] json, SourceLocation at)
    {
        try
        {
            var happened = JsonSerializer.Deserialize(json, JournalJson.ToRead<RunEvent>())
                ?? throw Damage(at, $"it is not an event");
            return happened is RunStarted { Format: > Format and var format }
                ? throw new Failure(FailureKind.Input, $"the journal was written by a newer ovswizard",
                    $"its format is {format}, and this program knows {Format}",
                    $"use the newer one", at: at)
                : happened;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw Damage(at, $"{e.Message}", e);
        }
    }

    /// <summary>
    /// A changed line that still says whose before-image it held, without that; null where it does not. The host has
    /// the image, too.
    /// </summary>
    private static StepIntended? WithoutImage(byte[] json)
    {
        var image = json.AsSpan().IndexOf(",\"image\":"u8);
        if (image < 0) return null;
        try
        {
            return JsonSerializer.Deserialize([.. json.AsSpan(0, image), (byte)'}'],
                JournalJson.ToRead<RunEvent>()) as StepIntended;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private static Failure Damage(SourceLocation at, FormattableString why, Exception? cause = null) => new(
        FailureKind.Input, $"the journal cannot be read here",
        why, $"it was changed from outside; 'ovswizard runs' lists the others", at: at, cause: cause);
}
