using System.Buffers;
using System.Globalization;
using System.Text;
using OvsWizard.Networks;
using OvsWizard.Templates;

namespace OvsWizard.Runbooks;

/// <summary>
/// Turns what an operator wrote into a parameter's value, or says what is expected. Every type but text and path leaves
/// no room for characters that a shell would act on.
/// </summary>
public static class ValueReader
{
    private const int SmallestMtu = 68;
    private const int LargestMtu = 65535;
    private const int LargestPort = 65535;
    private const int LongestInterfaceName = 15;

    /// <summary>0 and 4095 are reserved (IEEE 802.1Q, table 9-2).</summary>
    private const int LargestVlan = 4094;

    private static readonly SearchValues<char> UrlCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!&*+,=%");

    /// <summary>
    /// The canonical value: string, long, bool, <see cref="SecretReference"/>, or a list of these. Empty text gives an
    /// empty text or list where the parameter is optional.
    /// </summary>
    /// <param name="hosts">The names of the inventory, where it is known; null leaves the names of hosts
    /// unchecked.</param>
    /// <param name="at">Where the text was written, for the message.</param>
    /// <exception cref="Failure">Input: the text is no such value.</exception>
    public static object Parse(Parameter parameter, string text, IReadOnlyCollection<string>? hosts = null,
        SourceLocation? at = null)
    {
        text = text.Trim(' ');
        if (text.Length == 0)
            return !parameter.Optional ? throw new Failure(FailureKind.Input,
                $"{parameter.Name} must be {Expected(parameter)}, not empty", at: at)
                : parameter.IsList ? Array.Empty<object>() : "";
        if (!parameter.IsList) return One(parameter, text, hosts, at);
        return text.Split(',', StringSplitOptions.TrimEntries).Select(item => One(parameter, item, hosts, at)).ToList();
    }

    /// <summary>What a parameter takes, in words that follow "must be".</summary>
    public static FormattableString Expected(Parameter parameter) => parameter.Type switch
    {
        ParameterType.Text when parameter.Form is { } form => $"a text such as {form.Example}",
        ParameterType.Text => $"a text without control characters",
        ParameterType.Integer when parameter is { Min: null, Max: null } => $"an integer",
        ParameterType.Integer when parameter.Max is null => $"an integer of at least {parameter.Min}",
        ParameterType.Integer when parameter.Min is null => $"an integer of at most {parameter.Max}",
        ParameterType.Integer => $"an integer from {parameter.Min} to {parameter.Max}",
        ParameterType.Boolean => $"true or false",
        ParameterType.Choice => $"one of {string.Join(", ", parameter.Choices.Select(c => c.Value))}",
        ParameterType.Address => $"an address such as 10.0.1.1",
        ParameterType.Cidr => $"a network such as 10.0.0.0/16",
        ParameterType.InterfaceAddress => $"an address with prefix length such as 10.0.1.1/24",
        ParameterType.InterfaceName =>
            $"an interface name: 1 to {LongestInterfaceName} of A-Z a-z 0-9 _ . -, starting with a letter or digit",
        ParameterType.Mtu => $"a number of bytes from {SmallestMtu} to {LargestMtu}, or auto",
        ParameterType.Port => $"a port from 1 to {LargestPort}",
        ParameterType.VlanRange => $"a VLAN from 1 to {LargestVlan}, or a range of them such as 20-29",
        ParameterType.Path => $"an absolute path such as /var/tmp",
        ParameterType.Host => $"the name of a host of the inventory",
        ParameterType.Url => $"an http, https or file URL",
        _ => $"env:NAME or file:PATH, since a secret is never stored",
    };

    private static object One(Parameter parameter, string text, IReadOnlyCollection<string>? hosts, SourceLocation? at)
    {
        if (Read(parameter, text) is { } value)
            return parameter.Type is ParameterType.Host && hosts is not null && !hosts.Contains(text)
                ? throw Refused(parameter, text, hosts, at) : value;
        throw Refused(parameter, text, parameter.Choices.Select(c => c.Value), at);
    }

    private static object? Read(Parameter parameter, string text) => parameter.Type switch
    {
        ParameterType.Text => IsPrintable(text) && parameter.Form?.Pattern.IsMatch(text) != false ? text : null,
        ParameterType.Integer => Number(text, parameter.Min ?? long.MinValue, parameter.Max ?? long.MaxValue),
        ParameterType.Boolean => text switch { "true" or "yes" => true, "false" or "no" => false, _ => null },
        ParameterType.Choice => parameter.Choices.Any(c => c.Value == text) ? text : null,
        ParameterType.Address => Network.TryParseAddress(text, out var address) ? address.ToString() : null,
        ParameterType.Cidr => WithPrefix(text) is { IsNetworkAddress: true } network ? network.ToString() : null,
        ParameterType.InterfaceAddress =>
            WithPrefix(text) is { IsHostAddress: true } network ? network.ToString() : null,
        ParameterType.InterfaceName => text.Length <= LongestInterfaceName && IsName(text) ? text : null,
        ParameterType.Mtu => text == "auto" ? text : Number(text, SmallestMtu, LargestMtu),
        ParameterType.Port => Number(text, 1, LargestPort),
        ParameterType.VlanRange => VlanRange(text),
        ParameterType.Path => text[0] == '/' && IsPrintable(text) ? text : null,
        ParameterType.Host => IsName(text) ? text : null,
        ParameterType.Url => IsUrl(text) ? text : null,
        _ => Secret(parameter, text),
    };

    private static long? Number(string text, long min, long max) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max ? number : null;

    /// <summary>A range of one is that VLAN.</summary>
    private static string? VlanRange(string text)
    {
        var ends = text.Split('-')
            .Select(end => end.Length > 0 && end.All(char.IsAsciiDigit) ? Number(end, 1, LargestVlan) : null).ToList();
        return ends switch
        {
            [{ } only] => $"{only}",
            [{ } first, { } last] when first <= last => first == last ? $"{first}" : $"{first}-{last}",
            _ => null,
        };
    }

    private static Network? WithPrefix(string text) =>
        text.Contains('/') && Network.TryParse(text, out var network) ? network : null;

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>No control characters, and whole characters only: half a surrogate pair has no UTF-8.</summary>
    private static bool IsPrintable(string text) =>
        !text.Any(char.IsControl) && !text.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static bool IsUrl(string text) =>
        !text.AsSpan().ContainsAnyExcept(UrlCharacters)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" or "file"
        && text.StartsWith($"{uri.Scheme}://", StringComparison.Ordinal);

    private static SecretReference? Secret(Parameter parameter, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var where = text[(colon + 1)..];
        if (colon < 0 || where.Length == 0 || !IsPrintable(where)) return null;
        return text[..colon] switch
        {
            "env" when where.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') =>
                new SecretReference(parameter.Name, IsFile: false, where),
            "file" => new SecretReference(parameter.Name, IsFile: true, where),
            _ => null,
        };
    }

    private static Failure Refused(Parameter parameter, string text, IEnumerable<string> candidates, SourceLocation? at)
    {
        // What was typed in place of a reference may be the secret itself.
        FormattableString shown = parameter.Type is ParameterType.Secret ? (FormattableString)$"what was given"
            : $"'{Printable(text)}'";
        FormattableString what = $"{parameter.Name} must be {Expected(parameter)}, not {shown}";
        return Nearest.Of(text, [.. candidates]) is { } near
            ? new Failure(FailureKind.Input, what, now: $"did you mean '{near}'?", at: at)
            : new Failure(FailureKind.Input, what, at: at);
    }

    private static string Printable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
