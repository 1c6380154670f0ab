using System.Buffers;
using System.Globalization;
using System.Text;

namespace OvsWizard.Inventories;

/// <summary>
/// Hosts as the text of an inventory that <see cref="Inventory"/> reads back as the same hosts. Pure.
/// </summary>
public static class InventoryText
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    /// <param name="parameters">Values that hold for the whole site.</param>
    public static string Write(IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, ParameterValue> parameters)
    {
        var text = new StringBuilder("# The hosts that OvsWizard works on; 'ovswizard hosts check' looks at them.\n");
        if (parameters.Count > 0) text.Append($"params: {Mapping(Values(parameters))}\n");
        text.Append("hosts:\n");
        var names = hosts.Select(h => h.Name).ToHashSet();
        foreach (var host in hosts) text.Append($"  {Scalar(host.Name)}: {Mapping(Settings(host, names))}\n");
        return text.ToString();
    }

    /// <summary>A value as YAML: plain where nothing in it could be read otherwise, else in double quotes.</summary>
    public static string Scalar(string value)
    {
        if (value.Length > 0 && char.IsAsciiLetterOrDigit(value[0]) && !value.AsSpan().ContainsAnyExcept(Plain)
            && !value.Equals("null", StringComparison.OrdinalIgnoreCase)) return value;
        if (value.StartsWith('/') && !value.AsSpan().ContainsAnyExcept(Plain)) return value;
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : IsHidden(c) ? $"\\u{(int)c:x4}" : c.ToString());
        return quoted.Append('"').ToString();
    }

    /// <summary>YAML breaks lines at more than line feeds (YAML 1.1, 4.2), and nobody sees what has no width.</summary>
    private static bool IsHidden(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(
            c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;

    private static IEnumerable<(string Key, string Value)> Settings(Host host, HashSet<string> names)
    {
        yield return ("address", Scalar(host.Address));
        if (host.Port != Host.DefaultPort) yield return ("port", $"{host.Port}");
        yield return ("user", Scalar(host.User));
        if (host.Identities.Count > 0) yield return ("identity", List(host.Identities));
        if (host.Certificates.Count > 0) yield return ("identity_certificate", List(host.Certificates));
        if (host.PasswordEnv is { } variable) yield return ("password_env", Scalar(variable));
        if (host.Become is Become.Sudo) yield return ("become", "sudo");
        if (ArgumentsOf(host).ToList() is { Count: > 0 } arguments) yield return ("ssh_args",
            Scalar(string.Join(' ', arguments.Select(Word))));
        // Said even where there is none: ~/.ssh/config may name one for this address.
        if (host.Ssh.ProxyCommand is null) yield return ("jump", host.Jumps.Count == 0 ? "none"
            : List([.. host.Jumps.Select(j => JumpName(j, names))]));
        if (host.KnownHostsFiles.Count > 0) yield return ("known_hosts", List(host.KnownHostsFiles));
        if (host.Netns is { } netns) yield return ("netns", Scalar(netns));
        if (host.Params.Count > 0) yield return ("params", Mapping(Values(host.Params)));
    }

    /// <summary>
    /// What ssh is to be called with, so that it says the same again: under another name than the host's, all that it
    /// said is written down.
    /// </summary>
    private static IEnumerable<string> ArgumentsOf(Host host) => host.Destination is null
        ? host.Ssh.Arguments
        : [.. SshArguments.OfJump(host.Ssh.Arguments), .. host.Ssh.ToLines()
            .SelectMany(l => new[] { "-o", $"{l.Keyword}={l.Value}" })];

    /// <summary>A word that is read back as it is, whatever is in it.</summary>
    private static string Word(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word
            : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string JumpName(Host jump, HashSet<string> names)
    {
        var address = jump.Address.Contains(':', StringComparison.Ordinal) ? $"[{jump.Address}]" : jump.Address;
        return names.Contains(jump.Name) ? jump.Name : jump.Destination ?? $"{jump.User}@{address}:{jump.Port}";
    }

    private static IEnumerable<(string Key, string Value)> Values(IReadOnlyDictionary<string, ParameterValue> values) =>
        values.Select(v => (Scalar(v.Key), Scalar(v.Value.Text)));

    private static string List(IReadOnlyList<string> values) => values.Count == 1 ? Scalar(values[0])
        : $"[{string.Join(", ", values.Select(Scalar))}]";

    private static string Mapping(IEnumerable<(string Key, string Value)> entries) =>
        $"{{ {string.Join(", ", entries.Select(e => $"{e.Key}: {e.Value}"))} }}";
}
