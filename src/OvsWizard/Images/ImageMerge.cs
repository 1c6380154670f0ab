namespace OvsWizard.Images;

/// <summary>
/// Three states of what a step changes, as images: before it, as it left it, and now. What only the step has changed
/// goes back, what only others have changed stays, and where both have changed the same it is a clash. Pure.
/// </summary>
public static class ImageMerge
{
    /// <summary>Longer commands are shown in part.</summary>
    private const int Longest = 100;

    /// <summary>What others have changed since the step left it.</summary>
    public static IReadOnlyList<HandMade> ChangesBetween(string after, string now) => Of(after, after, now).Changes;

    public static MergedImage Of(string before, string after, string now)
    {
        if (Same(after, now)) return new(before, before, []);
        List<ImageRecord> was = HostImage.Read(before), left = HostImage.Read(after), found = HostImage.Read(now);
        var conditions = HostImage.Conditions(was).Intersect(HostImage.Conditions(left))
            .Intersect(HostImage.Conditions(found)).ToHashSet();
        (was, left, found) = (HostImage.Open(was, conditions), Things(HostImage.Open(left, conditions)),
            Things(HostImage.Open(found, conditions)));
        var changes = new List<HandMade>();
        var (ours, theirs) = (new Dictionary<string, IReadOnlyList<ImageRecord>>(),
            new Dictionary<string, IReadOnlyList<ImageRecord>>());
        foreach (var subject in was.Where(r => !HostImage.IsFolder(r)).Concat(left).Concat(found)
            .Select(r => r.Subject).Distinct())
        {
            ImageRecord[] b = Of(was, subject), a = Of(left, subject), n = Of(found, subject);
            if (Texts(a) == Texts(n)) continue;
            var (our, their, made) = Merge(b, a, n);
            (ours[subject], theirs[subject]) = (our, their);
            changes.AddRange(made);
        }
        return new(Write(was, found, ours), Write(was, found, theirs), changes);
    }

    private static (IReadOnlyList<ImageRecord> Ours, IReadOnlyList<ImageRecord> Theirs,
        IReadOnlyList<HandMade> Changes) Merge(ImageRecord[] before, ImageRecord[] after, ImageRecord[] now)
    {
        if (before.Concat(after).Concat(now).Any(r => r is BlockRecord))
            return (before, before, [new(Tell(after, now))]);
        var isFile = before is [FileRecord] && after is [FileRecord] && now is [FileRecord];
        if (Texts(before) == Texts(after) || Texts(before) == Texts(now))
        {
            var made = isFile ? FileImage.Merge((FileRecord)after[0], (FileRecord)after[0], (FileRecord)now[0]).Changes
                : [new HandMade(Tell(after, now))];
            return (now, now, [.. made.Select(change => change with { Clash = null })]);
        }
        if (isFile)
        {
            var file = FileImage.Merge((FileRecord)before[0], (FileRecord)after[0], (FileRecord)now[0]);
            return ([file.Ours], [file.Theirs], file.Changes);
        }
        var told = Tell(after, now);
        // What has vanished needs no undo: run, its lines say that it is gone.
        if (now.Length == 0 && before.Concat(after).All(r => r.IsGuarded)) return (before, before, [new(told)]);
        // What the step has made goes, whatever state it is in by now: a reboot starts a unit.
        if (before.Length == 0 && after.Concat(now).All(r => r is CommandRecord { IsGuarded: true }))
            return (before, before, [new(told)]);
        if (now is [SetRecord members] && after is [] or [SetRecord] && before is [] or [SetRecord])
        {
            IReadOnlyList<string> left = after is [SetRecord l] ? l.Members : [];
            if (before is [SetRecord was])
            {
                var merged = members with { Members = Members(was.Members, left, members.Members) };
                return ([merged], [merged], [new(told)]);
            }
            // What held them was not there before, and will not be: only what others have added would be lost.
            if (!members.Members.Except(left).Any()) return (before, before, [new(told)]);
        }
        return (before, now, [new(told, new(Shown(before), Shown(after), Shown(now)))]);
    }

    /// <summary>
    /// Each member stands for itself, so that there is no clash: it is there as before, unless others have added or
    /// removed it since.
    /// </summary>
    private static List<string> Members(IReadOnlyList<string> before, IReadOnlyList<string> after,
        IReadOnlyList<string> now)
    {
        List<string> merged = [.. before.Where(m => now.Contains(m) || !after.Contains(m))];
        var last = -1;
        foreach (var member in now)
        {
            var at = merged.IndexOf(member);
            if (at < 0 && !after.Contains(member)) merged.Insert(at = last + 1, member);
            if (at >= 0) last = at;
        }
        return merged;
    }

    /// <summary>
    /// The before-image in its order, with what was merged in its places; what only others have stands behind what it
    /// stands behind now.
    /// </summary>
    private static string Write(List<ImageRecord> before, List<ImageRecord> now,
        Dictionary<string, IReadOnlyList<ImageRecord>> merged)
    {
        var written = new HashSet<string>();
        var records = new List<ImageRecord>();
        foreach (var record in before)
        {
            if (!merged.TryGetValue(record.Subject, out var instead)) records.Add(record);
            else if (written.Add(record.Subject)) records.AddRange(instead);
        }
        var last = -1;
        foreach (var record in now)
        {
            if (merged.TryGetValue(record.Subject, out var instead) && written.Add(record.Subject))
            {
                records.InsertRange(last + 1, instead);
                last += instead.Count;
            }
            else if (records.FindLastIndex(r => r.Subject == record.Subject) is >= 0 and var at) last = at;
        }
        return string.Concat(records.Select(r => $"{r.Text}\n"));
    }

    private static Text Tell(ImageRecord[] after, ImageRecord[] now)
    {
        if (now is [SetRecord n])
        {
            IReadOnlyList<string> left = after is [SetRecord a] ? a.Members : [];
            var of = string.Join(' ',
                HostImage.Unguarded(ShellWords.Split(n.Of)).Skip(n.Of[0] is '#' ? 2 : 1).Select(ShellWords.Unquote));
            string[] added = [.. n.Members.Except(left)], removed = [.. left.Except(n.Members)];
            return removed.Length == 0 ? new($"{of}: added: {Listed(added)}", $"{of}：新增：{Listed(added)}")
                : added.Length == 0 ? new($"{of}: removed: {Listed(removed)}", $"{of}：删除：{Listed(removed)}")
                : new($"{of}: added: {Listed(added)}; removed: {Listed(removed)}",
                    $"{of}：新增：{Listed(added)}；删除：{Listed(removed)}");
        }
        return new($"was left as: {Shown(after)}; is now: {Shown(now)}", $"运行后为：{Shown(after)}；现为：{Shown(now)}");
    }

    private static string Part(string text) => text.Length > Longest ? $"{text[..Longest]}…" : text;

    private static string Listed(IEnumerable<string> words) =>
        string.Join(", ", words.Select(ShellWords.Unquote).DefaultIfEmpty("-"));

    private static string Shown(ImageRecord[] records) => records.Length == 0 ? "-"
        : string.Join(" | ", records.Select(r => r switch { SetRecord s => s.Shown is "" ? "-" : s.Shown,
            FileRecord f => f.Content is null ? "-" : f.Path, _ => Part(r.Text) }));

    private static bool Same(string one, string other) =>
        Texts([.. Things(HostImage.Read(one))]) == Texts([.. Things(HostImage.Read(other))]);

    private static List<ImageRecord> Things(List<ImageRecord> records) =>
        [.. records.Where(r => !HostImage.IsFolder(r))];

    private static ImageRecord[] Of(List<ImageRecord> records, string subject) =>
        [.. records.Where(r => r.Subject == subject)];

    private static string Texts(ImageRecord[] records) => string.Join('\n', records.Select(r => r.Text));
}
