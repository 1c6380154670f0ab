using System.Text.Json;

namespace OvsWizard.Inventories;

/// <summary>
/// Asks Ansible itself what inventories say, with the operator's ansible.cfg, plugins and vault: its commands are run
/// as the operator would run them, here. Its answers are not kept: what they follow from (programs, plugins, vault,
/// other variables' files, the environment) has no identity that could be told, and an old one leads to another
/// machine. For a thousand hosts it needs less than three seconds, of which its own start is the better part of one.
/// </summary>
/// <param name="sources">Files, folders, programs and lists of hosts, as -i takes them.</param>
internal sealed class Ansible(IReadOnlyList<string> sources)
{
    /// <summary>A cloud's inventory may have many pages.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Gives <c>{host: {variable: value}}</c> of what ovswizard_wanted names; what needs more than the host's own
    /// variables stays a template.
    /// </summary>
    private const string OfAll =
        "msg={% set r = {} %}{% for h in ovswizard_wanted %}{% set v = hostvars[h] %}{% set _ = r.update({h: {}}) %}"
        + "{% for n in ovswizard_wanted[h] %}{% set _ = r[h].update({n: v[n]}) %}{% endfor %}{% endfor %}{{ r | to_json }}";

    /// <summary>
    /// The same of one host after the other, as a play would see them: slower, and with all that Ansible knows.
    /// </summary>
    private const string OfEach =
        "msg={% set r = {} %}{% for n in ovswizard_wanted[inventory_hostname] %}{% set _ = r.update({n: lookup('vars', n)}) %}{% endfor %}"
        + "{{ {inventory_hostname: r} | to_json }}";

    /// <summary>Its answers in one piece each, without colours and without questions.</summary>
    private static readonly Dictionary<string, string> Quietly = new()
    {
        ["COLUMNS"] = "100000",
        ["ANSIBLE_NOCOLOR"] = "1",
        ["ANSIBLE_FORCE_COLOR"] = "0",
        ["ANSIBLE_LOAD_CALLBACK_PLUGINS"] = "0",
        ["ANSIBLE_DEPRECATION_WARNINGS"] = "0",
        ["ANSIBLE_LOCALHOST_WARNING"] = "0",
        ["ANSIBLE_INVENTORY_UNPARSED_WARNING"] = "0",
        ["ANSIBLE_ASK_VAULT_PASS"] = "0",
    };

    private static readonly Lazy<bool> Installed = new(() => Finds("ansible-inventory"));

    private IEnumerable<string> Inventories => sources.SelectMany(s => new[] { "-i", s });

    public static bool IsInstalled => Installed.Value;

    /// <summary>What ansible-inventory --list prints.</summary>
    /// <exception cref="Failure">Input: Ansible cannot read it, and says why.</exception>
    public (JsonElement Listing, IReadOnlyList<FormattableString> Warnings) List()
    {
        var end = Run("ansible-inventory", [.. Inventories, "--list"]);
        return (Parse(end.Output, "ansible-inventory"),
            [.. Warnings(end).Select(w => (FormattableString)$"Ansible: {w}")]);
    }

    /// <summary>
    /// What ansible.cfg and Ansible's environment change, of how hosts are reached; nothing where neither is there.
    /// </summary>
    public static IReadOnlyDictionary<string, ParameterValue> Settings()
    {
        if (!IsConfigured()) return new Dictionary<string, ParameterValue>();
        // Each takes as long as Ansible needs to start.
        var (general, ssh) = (Task.Run(() => Dump([])), Task.Run(() => Dump(["-t", "connection", "ssh"])));
        return AnsibleSettings.Read(general.GetAwaiter().GetResult(), ssh.GetAwaiter().GetResult());
    }

    /// <summary>Evaluates the templates of variables of hosts: those of all hosts at once where that will do.</summary>
    /// <param name="singly">One host after the other, with what Ansible knows of the others.</param>
    /// <returns>The values by host and variable, an object for each answer; a host that cannot be told of is in
    /// none.</returns>
    /// <exception cref="Failure">Input: Ansible cannot evaluate them, and says why.</exception>
    public IEnumerable<JsonElement> Evaluate(IReadOnlyDictionary<string, IReadOnlyList<string>> wanted, bool singly)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, AnsibleListing.Wanted(wanted));
            string[] arguments =
            [
                singly ? string.Join(',', wanted.Keys) : "localhost", .. Inventories, "-o", "-c", "local", "-f", "20",
                    "-m", "ansible.builtin.debug", "-e", $"@{file}",
                "-a", singly ? OfEach : OfAll,
            ];
            var end = Run("ansible", arguments, mayFail: singly);
            return [.. end.Output.Split('\n').Where(l => l.Contains(" | SUCCESS => ", StringComparison.Ordinal))
                .Select(Answer)];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JsonElement Answer(string line)
    {
        var answer = Parse(line[(line.IndexOf(" => ", StringComparison.Ordinal) + 4)..], "ansible").GetProperty("msg");
        return answer.ValueKind is JsonValueKind.String ? Parse(answer.GetString()!, "ansible") : answer;
    }

    private static JsonElement Dump(IReadOnlyList<string> what) =>
        Parse(Run("ansible-config", ["dump", "--only-changed", "--format", "json", .. what]).Output, "ansible-config");

    /// <summary>Where Ansible looks for its settings, in its order.</summary>
    private static bool IsConfigured()
    {
        string?[] files = [Environment.GetEnvironmentVariable("ANSIBLE_CONFIG"), "ansible.cfg",
            Path.Combine(LocalUser.Current.Home, ".ansible.cfg"), "/etc/ansible/ansible.cfg"];
        return Array.Exists(files, f => File.Exists(f) || (f is { Length: > 0 } && Directory.Exists(f)))
            || Environment.GetEnvironmentVariables().Keys.Cast<string>()
                .Any(k => k.StartsWith("ANSIBLE_", StringComparison.Ordinal));
    }

    private static ProgramEnd Run(string program, IReadOnlyList<string> arguments, bool mayFail = false) =>
        OtherProgram.Run(program, arguments, Limit, Quietly) switch
    {
        { Status: { } status } end when status == 0 || mayFail => end,
        { Status: null } => throw new Failure(FailureKind.Input,
            $"cannot read the inventory: no answer from {program} within {Limit.TotalSeconds:0} s",
            now: $"run it yourself: {program} {string.Join(' ', arguments.TakeWhile(a => a != "-e"))}"),
        var end => throw new Failure(FailureKind.Input, $"cannot read the inventory: Ansible refuses it",
            $"{Complaint(end)}",
            $"correct it; see: {program} {string.Join(' ', arguments.TakeWhile(a => a != "-e"))}"),
    };

    private static string Complaint(ProgramEnd? end)
    {
        var lines = $"{end?.Error}\n{end?.Output}".Split('\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(lines, l => l.Contains("ERROR", StringComparison.Ordinal)
            || l.Contains("\"msg\":", StringComparison.Ordinal)) ?? end?.Complaint ?? "";
    }

    /// <summary>What it could not read; all else it warns of is about playbooks.</summary>
    private static IEnumerable<string> Warnings(ProgramEnd end)
    {
        // Ansible breaks its lines at 79 columns.
        var texts = $"\n{end.Error}".Split("\n[WARNING]: ").Skip(1);
        return texts.Where(t => t.Contains("parse", StringComparison.OrdinalIgnoreCase))
            .Select(t => string.Join(' ', t.Split('\n').TakeWhile(l => !l.StartsWith('[')).Select(l => l.Trim()))
                .Trim('*', ' ')).Distinct();
    }

    private static JsonElement Parse(string json, string program)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new Failure(FailureKind.Input, $"cannot read the inventory: {program} does not print JSON",
                $"{e.Message}", $"see what it prints; it may be older than ansible-core 2.13", cause: e);
        }
    }

    private static bool Finds(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));
}
