namespace OvsWizard.Inventories;

/// <summary>
/// The ssh configuration in use: the hosts that it names, and how ssh reaches any host. OpenSSH's client is asked where
/// it is installed; else the configuration is read here as far as that goes.
/// </summary>
public sealed class SshConfig
{
    private readonly ISshReader reader;
    private readonly LocalUser user;

    private SshConfig(ISshReader reader, SshConfigText text, LocalUser user, IReadOnlyList<string> arguments)
    {
        (this.reader, this.user, Arguments) = (reader, user, arguments);
        HostLines = [.. text.HostLines.Select(l =>
            (IReadOnlyList<Placed<string>>)[.. l.Where(n => n.Value.AsSpan().IndexOfAny("*?!") < 0)])
            .Where(l => l.Count > 0)];
        Warnings = reader is SshConfigFile own ? [.. own.Warnings] : [];
    }

    /// <summary>What was passed over, each with its place.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; }

    /// <summary>
    /// The names that its Host lines give without wildcards, in the order of the file: what a person would type after
    /// ssh.
    /// </summary>
    public IReadOnlyList<string> Names => [.. HostLines.SelectMany(l => l).Select(n => n.Value).Distinct()];

    /// <summary>The same, line by line, with where each stands.</summary>
    internal IReadOnlyList<IReadOnlyList<Placed<string>>> HostLines { get; }

    /// <summary>The arguments by which ssh reads this configuration and no other.</summary>
    internal IReadOnlyList<string> Arguments { get; }

    /// <summary>
    /// Reads a text by ourselves; touches no file: <paramref name="include"/> returns the files that an Include's
    /// pattern names.
    /// </summary>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static SshConfig Parse(string text, string file, LocalUser user,
        Func<string, IEnumerable<(string File, string Text)>>? include = null)
    {
        var read = new SshConfigText(include ?? (_ => []), lenient: false);
        read.Read(text, file);
        return new SshConfig(new SshConfigFile(read, user), read, user, []);
    }

    /// <summary>
    /// The configuration that ssh uses without being told: the user's and the system's; a missing file is an empty one.
    /// </summary>
    public static SshConfig Load(LocalUser user) => Load(user, [], DefaultFiles(user));

    /// <summary>
    /// A configuration of any name, as <c>ssh -F</c> has it; the user's own is taken together with the system's.
    /// </summary>
    /// <exception cref="Failure">Input: it cannot be read.</exception>
    public static SshConfig Load(string path, LocalUser user)
    {
        path = Path.GetFullPath(path);
        return path == DefaultFiles(user)[0].Path ? Load(user) : Load(user, ["-F", path], (path, UserFolder(user)));
    }

    /// <summary>How ssh would reach the host that is called <paramref name="name"/> on its command line.</summary>
    /// <param name="arguments">Options of ssh(1) that come before what the configuration says.</param>
    /// <exception cref="Failure">Input: the configuration, or the arguments, cannot be read.</exception>
    internal SshEntry Find(string name, IReadOnlyList<string>? arguments = null)
    {
        var question = Question(name, arguments);
        return new SshMeaning(question, reader.Answer(question), reader.Usual, user).Read();
    }

    /// <summary>Finds out about many hosts at the same time, so that <see cref="Find"/> knows.</summary>
    internal void Prepare(IEnumerable<(string Name, IReadOnlyList<string>? Arguments)> hosts)
    {
        if (reader is SharedAnswers shared) shared.Prepare(hosts.Select(h => Question(h.Name, h.Arguments)));
    }

    private SshQuestion Question(string name, IReadOnlyList<string>? arguments) =>
        new(name, arguments is null || !SshArguments.NamesConfiguration(arguments)
            ? [.. Arguments, .. arguments ?? []] : arguments);

    /// <summary>The same as <see cref="Load(string, LocalUser)"/> where OpenSSH's client is not installed.</summary>
    internal static SshConfig LoadByOurselves(string path, LocalUser user) =>
        Load(user, ["-F", path], null, (path, UserFolder(user)));

    private static SshConfig Load(LocalUser user, IReadOnlyList<string> arguments,
        params ReadOnlySpan<(string Path, string Folder)> files) =>
        Load(user, arguments, OpenSsh.For(user), files);

    private static SshConfig Load(LocalUser user, IReadOnlyList<string> arguments, OpenSsh? ssh,
        params ReadOnlySpan<(string Path, string Folder)> files)
    {
        var text = Read(user, lenient: ssh is not null, files);
        if (ssh is not null) ssh.Cache = SshAnswerCache.Of(text, user);
        return new SshConfig(ssh is not null ? new SharedAnswers(ssh, text, arguments)
            : new SshConfigFile(text, user, file => Read(user, lenient: false, (file, UserFolder(user)))), text, user,
            arguments);
    }

    private static SshConfigText Read(LocalUser user, bool lenient,
        params ReadOnlySpan<(string Path, string Folder)> files)
    {
        var from = "";
        var text = new SshConfigText(pattern => FileGlob.Find(Path.Combine(from, user.Expand(pattern)))
            .Select(f => (f, TextOf(f))), lenient);
        foreach (var (path, folder) in files)
        {
            from = folder;
            if (File.Exists(path)) text.Read(TextOf(path), path);
        }
        return text;
    }

    /// <summary>ssh_config(5) and, beside each, the folder that names of included files are relative to.</summary>
    private static (string Path, string Folder)[] DefaultFiles(LocalUser user) =>
        [(Path.Combine(UserFolder(user), "config"), UserFolder(user)), ("/etc/ssh/ssh_config", "/etc/ssh")];

    private static string UserFolder(LocalUser user) => Path.Combine(user.Home, ".ssh");

    private static string TextOf(string path)
    {
        try
        {
            return TextFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}", cause: e);
        }
    }
}
