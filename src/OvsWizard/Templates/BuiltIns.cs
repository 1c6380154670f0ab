using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OvsWizard.Networks;
using Scriban.Functions;
using Scriban.Runtime;

namespace OvsWizard.Templates;

/// <summary>
/// The functions of templates: Scriban's own on texts, lists and numbers without whatever makes two renderings differ
/// (time, chance) or reaches outside (include, eval), and ours on addresses and interface names.
/// </summary>
internal static class BuiltIns
{
    /// <summary>IFNAMSIZ - 1 (linux/if.h).</summary>
    private const int LongestInterfaceName = 15;

    public static ScriptObject All { get; } = Create();

    private static ScriptObject Create()
    {
        var all = new ScriptObject
        {
            ["empty"] = EmptyScriptObject.Default,
            ["array"] = new ArrayFunctions(),
            ["math"] = Without(new MathFunctions(), "random", "uuid"),
            ["object"] = Without(new ObjectFunctions(), "eval", "eval_template", "from_json", "to_json"),
            ["string"] = new StringFunctions(),
            ["ip"] = Sealed(new ScriptObject
            {
                ["address"] = OnNetwork(n => n.Address.ToString()),
                ["prefix"] = OnNetwork(n => (long)n.PrefixLength),
                ["network"] = OnNetwork(n => $"{n.First}/{n.PrefixLength}"),
                ["mask"] = OnNetwork(n => n.Mask.ToString()),
                ["hex"] = OnNetwork(n => Convert.ToHexStringLower(n.Address.GetAddressBytes())),
                ["last"] = OnNetwork(n => n.LastUsable.ToString()),
                ["is_v6"] = OnNetwork(n => n.IsV6),
                ["nth"] = new Function(2, 2, a => Nth(Read(a[0]), Whole(a[1]))),
                ["offset"] = new Function(2, 2, a => Offset(Read(a[0]), Read(a[1]))),
                ["contains"] = new Function(2, 2, a => Read(a[0]).Contains(Read(a[1]))),
                ["holds"] = new Function(2, 2, a => Holds(Read(a[0]), a[1])),
                ["overlaps"] = new Function(2, 2, a => Read(a[0]).Overlaps(Read(a[1]))),
            }),
            ["ifname"] = new Function(1, 9, InterfaceName),
        };
        return Sealed(all);
    }

    private static ScriptObject Without(ScriptObject functions, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) functions.Remove(name);
        return Sealed(functions);
    }

    /// <summary>The object is shared by all renderings.</summary>
    private static ScriptObject Sealed(ScriptObject functions)
    {
        functions.IsReadOnly = true;
        return functions;
    }

    private static Function OnNetwork(Func<Network, object> body) => new(1, 1, a => body(Read(a[0])));

    private static Network Read(object? value) =>
        Network.TryParse(value as string, out var network)
            ? network
            : throw new Failure(FailureKind.Input, $"'{value}' is not a valid address such as 10.0.1.1 or 10.0.1.1/24");

    private static long Whole(object? value) => value switch
    {
        long number => number,
        int number => number,
        _ => throw new Failure(FailureKind.Input, $"'{value}' is not an integer"),
    };

    /// <summary>One of the addresses, whatever network each is written with, lies in the network.</summary>
    private static bool Holds(Network network, object? addresses) =>
        (addresses as System.Collections.IEnumerable ?? Array.Empty<object>()).Cast<object?>()
            .Any(a => network.Contains(Read(a).Address));

    private static string Nth(Network network, long index) =>
        network.Nth(index)?.ToString()
        ?? throw new Failure(FailureKind.Input,
            $"{network.First}/{network.PrefixLength} has no address number {index}");

    private static long Offset(Network network, Network address) =>
        network.OffsetOf(address.Address)
        ?? throw new Failure(FailureKind.Input,
            $"{address.Address} does not lie in {network.First}/{network.PrefixLength}");

    /// <summary>
    /// The parts that are not empty, joined by '-'. Where that is longer than a name may be, its beginning and a digest
    /// of the whole: the same parts always give the same name, and different ones practically never share one.
    /// </summary>
    private static string InterfaceName(IReadOnlyList<object?> parts)
    {
        var name = string.Join('-', parts.Select(Part).Where(p => p.Length > 0));
        if (name.Length <= LongestInterfaceName) return name;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        return $"{name[..(LongestInterfaceName - digest.Length)]}{digest}";
    }

    private static string Part(object? value)
    {
        var part = value switch
        {
            string text => text,
            long or int => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            _ => throw new Failure(FailureKind.Input, $"ifname accepts texts and numbers, not '{value}'"),
        };
        return part.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-'))
            ? throw new Failure(FailureKind.Input, $"'{part}' is not valid in an interface name",
                now: $"use only A-Z a-z 0-9 _ . -")
            : part;
    }
}
