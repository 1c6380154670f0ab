using System.Text;
using System.Text.Json;

namespace OvsWizard.Images;

/// <summary>Merges a file: JSON by its keys, other text by its lines, mode and owner as a whole. Pure.</summary>
internal static class FileImage
{
    /// <summary>
    /// Folders whose files are lists of settings: a line that was added to one that we made may stay when ours goes.
    /// </summary>
    private static readonly string[] Lists = ["/etc/sysctl.d/", "/etc/modules-load.d/"];

    /// <summary>Longer lines are shown in part.</summary>
    private const int Shown = 100;

    public static (FileRecord Ours, FileRecord Theirs, IReadOnlyList<HandMade> Changes) Merge(FileRecord before,
        FileRecord after, FileRecord now)
    {
        if (now.Content is null)
            return Clashing(before, after, now, new($"{now.Path}: it was removed", $"{now.Path}：已被删除"));
        if (after.Content is null)
            return Clashing(before, after, now, new($"{now.Path}: it was made anew", $"{now.Path}：被重新建立"));
        var changes = new List<HandMade>();
        var (ours, theirs) = (before, now);
        if (!after.Content.SequenceEqual(now.Content))
        {
            var (our, their, made) = Content(before, after, now);
            changes.AddRange(made);
            (ours, theirs) = (before with { Content = our }, now with { Content = their });
        }
        else theirs = before;
        if (after.Mode == now.Mode && after.Owner == now.Owner)
            return (WithRights(ours, before, now), WithRights(theirs, before, now), changes);
        // What is no file any more needs neither.
        var clash = (before.Mode, before.Owner) != (after.Mode, after.Owner) && before.Content is not null
            && (before.Mode, before.Owner) != (now.Mode, now.Owner);
        changes.Add(new(new($"{now.Path}: mode and owner are now {now.Mode} {now.Owner}",
            $"{now.Path}：权限与属主现为 {now.Mode} {now.Owner}"),
            clash || before.Content is null ? new($"{before.Mode} {before.Owner}", $"{after.Mode} {after.Owner}",
                $"{now.Mode} {now.Owner}") : null));
        var keep = (before.Mode, before.Owner) == (after.Mode, after.Owner) || before.Content is null;
        return (WithRights(ours, keep ? now : before, now), theirs with
        {
            Mode = now.Mode,
            Owner = now.Owner,
            Content = theirs.Content ?? (before.Content is null ? now.Content : null)
        }, changes);
    }

    private static FileRecord WithRights(FileRecord file, FileRecord from, FileRecord now) =>
        file.Content is null ? file with { Mode = "", Owner = "" } : file
            with { Mode = from.Mode is "" ? now.Mode : from.Mode, Owner = from.Owner is "" ? now.Owner : from.Owner };

    private static (byte[]? Ours, byte[]? Theirs, IEnumerable<HandMade> Changes) Content(FileRecord before,
        FileRecord after, FileRecord now)
    {
        var path = now.Path;
        var (was, left, found) = (before.Content, after.Content!, now.Content!);
        if (path.EndsWith(".json", StringComparison.Ordinal)
            && JsonMerge.Of(was ?? "{}"u8.ToArray(), left, found) is { } json)
        {
            var made = json.Added.Select(key => new HandMade(new($"{path}: key \"{key}\"", $"{path}：键 \"{key}\""),
                json.Clashing.Contains(key) ? new(KeyIn(was, key), KeyIn(left, key), KeyIn(found, key)) : null));
            return (Some(json.Ours), Some(json.Theirs), made);
        }
        byte[]? Some(byte[] text) => was is null && IsEmptyObject(text) ? null : text;

        var independent = Lists.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));
        if ((was is null && !independent) || IsBinary(found) || IsBinary(left) || IsBinary(was ?? []))
            return (was, found,
                [new(Words(path, left, found), new(was is null ? "-" : Start(was), Start(left), Start(found)))]);
        var merged = LineMerge.Of(Lines(was ?? []), Lines(left), Lines(found), independent);
        byte[]? Text(IReadOnlyList<string> lines) =>
            was is null && lines.Count == 0 ? null : Encoding.Latin1.GetBytes(string.Concat(lines));
        return (Text(merged.Ours), Text(merged.Theirs), [new(Words(path, left, found),
            merged.Clashes ? new(was is null ? "-" : Start(was), Start(left), Start(found)) : null)]);
    }

    private static (FileRecord, FileRecord, IReadOnlyList<HandMade>) Clashing(FileRecord before, FileRecord after,
        FileRecord now, Text what) =>
        (before, now, [new(what, new(Start(before.Content), Start(after.Content), Start(now.Content)))]);

    private static bool IsBinary(byte[] text) => text.Contains((byte)0);

    private static bool IsEmptyObject(byte[] text)
    {
        using var document = JsonDocument.Parse(text);
        return !document.RootElement.EnumerateObject().Any();
    }

    private static string KeyIn(byte[]? text, string key)
    {
        if (text is null) return "-";
        using var document = JsonDocument.Parse(text);
        return document.RootElement.TryGetProperty(key, out var value) ? Part(value.GetRawText()) : "-";
    }

    /// <summary>With their ends, byte for byte.</summary>
    private static string[] Lines(byte[] text)
    {
        var lines = new List<string>();
        var all = Encoding.Latin1.GetString(text);
        for (var at = 0; at < all.Length;)
        {
            var end = all.IndexOf('\n', at);
            end = end < 0 ? all.Length : end + 1;
            lines.Add(all[at..end]);
            at = end;
        }
        return [.. lines];
    }

    private static Text Words(string path, byte[] left, byte[] found)
    {
        var hunks = LineDifference.Between(Lines(left), Lines(found)) ?? [];
        var added = hunks.SelectMany(h => h.Lines).ToList();
        var gone = hunks.Sum(h => h.End - h.Start);
        var first = added.Count > 0 ? $": {Part(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(added[0])).Trim())}"
            : "";
        return new($"{path}: lines added: {added.Count}, removed: {gone}{first}",
            $"{path}：新增 {added.Count} 行，删除 {gone} 行{first}");
    }

    private static string Start(byte[]? text) =>
        text is null ? "-" : Part(Encoding.UTF8.GetString(text).Trim().ReplaceLineEndings(" | "));

    private static string Part(string text) => text.Length > Shown ? $"{text[..Shown]}…" : text;
}
