namespace OvsWizard.Images;

/// <summary>
/// One thing that an image says of a host: a file, a set with its members, or a command that puts something back.
/// </summary>
/// <param name="Subject">What it is about: the records of one subject in several images speak of the same
/// thing.</param>
internal abstract record ImageRecord(string Subject)
{
    /// <summary>The line says what it is of: run where that has vanished by then, it does nothing.</summary>
    public bool IsGuarded => HostImage.Guards.Any(g => Subject.StartsWith($"{g} ", StringComparison.Ordinal));

    /// <summary>The record as it stands in an image, without the last newline.</summary>
    public abstract string Text { get; }
}

/// <summary>A file's bytes, mode and owner, or its absence.</summary>
/// <param name="Word">The path as the shell's word that it stands as.</param>
/// <param name="Content">Null: there is no such file.</param>
internal sealed record FileRecord(string Word, string Mode, string Owner, byte[]? Content) : ImageRecord($"file {Word}")
{
    private const int LineLength = 76;

    public string Path => ShellWords.Unquote(Word);

    public override string Text => Content is null
        ? $"rm -f {Word}"
        : $"ovsw_put_back {Word} {Mode} {Owner} <<OVSW_BASE64\n{string.Concat(Lines(Content))}OVSW_BASE64";

    /// <summary>As base64(1) breaks them: the same bytes are the same text.</summary>
    private static IEnumerable<string> Lines(byte[] content) =>
        Convert.ToBase64String(content).Chunk(LineLength).Select(line => $"{new string(line)}\n");
}

/// <summary>
/// What has members, of which each stands for itself: the ports of a bridge, the routes to a network, the rules of a
/// chain.
/// </summary>
/// <param name="Members">As the shell's words that they stand as.</param>
internal sealed record SetRecord(string Of, IReadOnlyList<string> Members) : ImageRecord($"{Of} :")
{
    public override string Text => string.Join(' ', Members.Prepend(Subject));

    /// <summary>The members alone, to be shown.</summary>
    public string Shown => string.Join(", ", Members.Select(ShellWords.Unquote));
}

/// <summary>
/// Commands under a condition of the host's own: "if … fi". It decides itself, when it is run, what is to become of
/// what others have changed.
/// </summary>
internal sealed record BlockRecord(string If, IReadOnlyList<ImageRecord> Records)
    : ImageRecord($"block {string.Join(' ', ShellWords.Split(If).Take(2))}")
{
    public override string Text => string.Join('\n', [If, .. Records.Select(r => r.Text), "fi"]);
}

/// <summary>A command.</summary>
internal sealed record CommandRecord(string Of, string Command) : ImageRecord(Of)
{
    public override string Text => Command;
}
