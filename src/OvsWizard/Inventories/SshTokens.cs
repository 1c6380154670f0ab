using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OvsWizard.Inventories;

/// <summary>
/// What the tokens of ssh_config(5) stand for, of one host: <c>%h</c>, <c>%p</c> and the like, and <c>${VARIABLE}</c>.
/// </summary>
/// <param name="name">The host as it was called on the command line.</param>
/// <param name="key">What its host key is looked up by.</param>
internal sealed class SshTokens(string name, string address, int port, string remoteUser, string key, string jump,
    LocalUser user)
{
    /// <summary>The text with all of them replaced.</summary>
    /// <exception cref="Failure">Input: a token that ssh does not have, or a variable that is not set.</exception>
    public string Expand(string text) => Variables(Tokens(text));

    /// <summary>The same, where <paramref name="more"/> are known besides.</summary>
    public static string Expand(string text, IReadOnlyDictionary<char, string> more)
    {
        foreach (var (token, value) in more) text = text.Replace($"%{token}", value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A path: its <c>~</c> is the home; a relative one is taken from the folder that one is in.</summary>
    /// <exception cref="Failure">Input: no path, or one that cannot be expanded.</exception>
    public string Path(string text)
    {
        var path = Expand(user.Expand(text));
        return !path.Contains('\0', StringComparison.Ordinal) ? System.IO.Path.GetFullPath(path)
            : throw new Failure(FailureKind.Input, $"'{text}' cannot be expanded for {name}",
                $"a path cannot contain a NUL character");
    }

    private string Tokens(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var expanded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (text[i] != '%') expanded.Append(text[i]);
            else if (i + 1 < text.Length && Value(text[++i]) is { } value) expanded.Append(value);
            else
                throw new Failure(FailureKind.Input, $"'{text}' cannot be expanded for {name}",
                    $"ssh has no such token for this option",
                    $"write %% for a percent sign, or correct the token (ssh_config(5), TOKENS)");
        return expanded.ToString();
    }

    private string? Value(char token) => token switch
    {
        '%' => "%",
        'h' => address,
        'n' => name,
        'p' => port.ToString(CultureInfo.InvariantCulture),
        'r' => remoteUser,
        'u' => user.Name,
        'd' => user.Home,
        'k' => key,
        'j' => jump,
        'i' => UserId(),
        'l' => LocalName,
        'L' => LocalName.Split('.')[0],
        'C' => ConnectionHash(),
        // Known only where a key is shown: KnownHostsCommand has them.
        'f' or 'H' or 'I' or 'K' or 't' => $"%{token}",
        _ => null,
    };

    private static string LocalName => Dns.GetHostName();

    private static string UserId() =>
        File.ReadLines("/proc/self/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

#pragma warning disable CA5350 // What ssh names its sockets by.
    private string ConnectionHash() =>
        Convert.ToHexStringLower(SHA1.HashData(
            Encoding.UTF8.GetBytes($"{LocalName}{address}{port}{remoteUser}{jump}")));
#pragma warning restore CA5350

    private string Variables(string text)
    {
        var from = 0;
        while (text.IndexOf("${", from, StringComparison.Ordinal) is >= 0 and var begin
            && text.IndexOf('}', begin) is > 0 and var end)
        {
            var variable = text[(begin + 2)..end];
            var value = Environment.GetEnvironmentVariable(variable) ?? throw new Failure(FailureKind.Input,
                $"'{text}' cannot be expanded for {name}", $"the environment variable {variable} is not set",
                    $"set it: export {variable}=…");
            (text, from) = (text[..begin] + value + text[(end + 1)..], begin + value.Length);
        }
        return text;
    }
}
