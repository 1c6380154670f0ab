using System.Collections.Concurrent;

namespace OvsWizard.Inventories;

/// <summary>
/// Asks OpenSSH's own client (<c>ssh -G</c>): it knows Match, exec, Include, tokens, canonical names and what is in
/// /etc/ssh.
/// </summary>
/// <param name="usual">What it says with no configuration at all.</param>
/// <param name="configuration">The file it reads where the arguments name none; null: its own.</param>
internal sealed class OpenSsh(SshAnswer usual, string? configuration) : ISshReader
{
    /// <summary>A Match exec that calls ssh again, or waits for somebody, would hold everything up.</summary>
    private static readonly TimeSpan Usually = TimeSpan.FromSeconds(10);

    private static readonly Lazy<SshAnswer?> WithoutConfiguration = new(() =>
        OtherProgram.Run("ssh", ["-G", "-F", "none", "host"], Usually) is { Status: 0 } end
            ? SshAnswer.Parse(end.Output) : null);

    private readonly ConcurrentDictionary<string, Lazy<SshAnswer>> answers = [];
    private readonly ConcurrentDictionary<string, string> printed = [];

    /// <summary>What was found out about the same configuration before; null: it is not kept.</summary>
    public SshAnswerCache? Cache { get; set; }

    public SshAnswer Usual => usual;

    /// <summary>Null where there is no client that can be asked.</summary>
    public static OpenSsh? For(LocalUser user)
    {
        if (WithoutConfiguration.Value is not { } usual) return null;
        // ssh takes the home from the user's account and not from HOME, by which everything else here goes.
        if (usual.Find("userknownhostsfile")?.StartsWith($"{user.Home}/.ssh/",
            StringComparison.Ordinal) is true) return new OpenSsh(usual, null);
        string[] files = [Path.Combine(user.Home, ".ssh", "config"), "/etc/ssh/ssh_config"];
        return new OpenSsh(usual, Array.Find(files, File.Exists) ?? "none");
    }

    public SshAnswer Answer(SshQuestion question) => Answer(question, Usually);

    /// <param name="limit">When it is given up, with all that it has started.</param>
    internal SshAnswer Answer(SshQuestion question, TimeSpan limit) =>
        answers.GetOrAdd(question.Key, _ => new(() => Ask(question, limit))).Value;

    /// <summary>Asks many at the same time, so that each is answered at once afterwards.</summary>
    public void Prepare(IReadOnlyCollection<SshQuestion> questions)
    {
        if (questions.Count < 2) return;
        // Another configuration's files are not known here.
        var own = questions.Where(q => q.Arguments is [] or ["-F", _]).Select(q => q.Key).ToHashSet();
        foreach (var (question, answer) in Cache?.Read(own.Count) ?? new Dictionary<string, string>())
            if (answers.TryAdd(question, new(SshAnswer.Parse(answer)))) printed[question] = answer;
        var known = own.Count(answers.ContainsKey);
        Parallel.ForEach(questions, new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount },
            question =>
        {
            try
            {
                Answer(question);
            }
            catch (Failure)
            {
                // It is kept, and told where the answer is wanted.
            }
        });
        if (known < own.Count) Cache?.Write(printed);
    }

    private SshAnswer Ask(SshQuestion question, TimeSpan limit)
    {
        var arguments = question.Arguments;
        if (configuration is not null && !SshArguments.NamesConfiguration(arguments)) arguments = ["-F",
            configuration, .. arguments];
        var end = OtherProgram.Run("ssh", [.. arguments, "-G", "--", question.Name], limit);
        return end switch
        {
            { Status: 0 } => SshAnswer.Parse(Keep(question, end.Output)),
            { Status: null } => throw new Failure(FailureKind.Input,
                $"cannot find out how ssh reaches '{question.Name}': no answer within {limit.TotalSeconds:0} s",
                $"its configuration runs a command (Match exec) or asks for a name (CanonicalizeHostname) that does not end",
                $"run it yourself: {Command(arguments, question)}"),
            _ => throw new Failure(FailureKind.Input,
                $"cannot find out how ssh reaches '{question.Name}': it refuses its configuration",
                $"{Complaint(end)}", $"correct it; see: {Command(arguments, question)}"),
        };
    }

    /// <summary>To be written down, where it is an answer about the configuration alone.</summary>
    private string Keep(SshQuestion question, string answer) =>
        question.Arguments is [] or ["-F", _] ? printed[question.Key] = answer : answer;

    private static string Command(IReadOnlyList<string> arguments, SshQuestion question) =>
        string.Join(' ', ["ssh", .. arguments, "-G", question.Name]);

    /// <summary>What it says first; that it terminates then, and has no terminal, is no news.</summary>
    private static string Complaint(ProgramEnd? end) =>
        end?.Complaints.FirstOrDefault(l => !l.StartsWith("Pseudo-terminal", StringComparison.Ordinal)
            && !l.Contains(": terminating, ", StringComparison.Ordinal)) ?? "it says nothing";
}
