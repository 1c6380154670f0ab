using System.Text;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>The words that runbooks use for the values of an enum: its names in kebab-case.</summary>
internal static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => Kebab(value.ToString());

    public static string[] All<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(Kebab)];

    public static T Read<T>(YamlNode node, FormattableString what) where T : struct, Enum
    {
        var word = node.AsScalar(what).Value;
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == word)
                return value;
        var all = All<T>();
        var near = Nearest.Of(word, all);
        throw near is null
            ? node.Wrong($"{what} cannot be '{word}'", now: $"it is one of: {string.Join(", ", all)}")
            : node.Wrong($"{what} cannot be '{word}'", now: $"did you mean '{near}'?");
    }

    private static string Kebab(string name)
    {
        var kebab = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && kebab.Length > 0) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(c));
        }
        return kebab.ToString();
    }
}
