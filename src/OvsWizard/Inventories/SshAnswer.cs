namespace OvsWizard.Inventories;

/// <summary>What is to be found out: what <c>ssh ARGUMENTS NAME</c> would do.</summary>
internal sealed record SshQuestion(string Name, IReadOnlyList<string> Arguments)
{
    public string Key => string.Join('\0', Arguments.Append(Name));
}

/// <summary>
/// What ssh would do to reach a host: keywords of ssh_config(5) in lower case with their values, as <c>ssh -G</c>
/// prints them.
/// </summary>
internal sealed class SshAnswer
{
    private readonly Dictionary<string, List<string>> values = [];

    public static SshAnswer Parse(string printed)
    {
        var answer = new SshAnswer();
        foreach (var line in printed.Split('\n'))
            if (line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank)
                answer.Add(line[..blank], line[(blank + 1)..].TrimEnd('\r'));
        return answer;
    }

    public void Add(string keyword, string value)
    {
        keyword = keyword.ToLowerInvariant();
        if (!values.TryGetValue(keyword, out var all)) values[keyword] = all = [];
        all.Add(value);
    }

    /// <summary>The same with another value.</summary>
    public SshAnswer With(string keyword, string value)
    {
        var other = new SshAnswer();
        foreach (var (name, all) in values) other.values[name] = all;
        other.values[keyword] = [value];
        return other;
    }

    /// <summary>The value; null where it is not said.</summary>
    public string? Find(string keyword) => values.TryGetValue(keyword, out var all) ? all[0] : null;

    /// <summary>The same, where <c>none</c> says that there is none.</summary>
    public string? FindSome(string keyword) => Find(keyword) is { } value && !IsNone(value) ? value : null;

    public bool Says(string keyword, params ReadOnlySpan<string> words) => Find(keyword) is { } value
        && words.Contains(value);

    public IReadOnlyList<string> All(string keyword) => values.TryGetValue(keyword, out var all) ? all : [];

    public static bool IsNone(string value) => value.Equals("none", StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// Knows what ssh would do: OpenSSH's client itself, or, where there is none, our own reading of its configuration.
/// </summary>
internal interface ISshReader
{
    /// <summary>What is the case where no configuration says anything.</summary>
    SshAnswer Usual { get; }

    /// <exception cref="Failure">Input: the configuration, or the arguments, cannot be read.</exception>
    SshAnswer Answer(SshQuestion question);
}
