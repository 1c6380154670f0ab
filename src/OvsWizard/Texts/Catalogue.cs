using System.Globalization;
using OvsWizard.Yaml;

namespace OvsWizard.Texts;

/// <summary>
/// The texts of the program in Chinese. English stands in the code: <c>language.Say($"{count} hosts")</c>; its format, <c>{0} hosts</c>,
/// is the key under which <c>Texts/zh.yml</c> has the Chinese one. A text that is missing there is said in English.
/// </summary>
public static class Catalogue
{
    /// <summary>Read when the first Chinese text is asked for: an English session never pays for it.</summary>
    private static readonly Lazy<Dictionary<string, string>> chinese = new(ReadChinese);

    /// <summary>The text in this language; a <see cref="Text"/> among its values is said in the same language.</summary>
    public static string Say(this Language language, FormattableString text)
    {
        var format = language is Language.Chinese && chinese.Value.TryGetValue(text.Format, out var translated) ? translated : text.Format;
        var values = text.GetArguments();
        for (var i = 0; i < values.Length; i++)
            if (values[i] is Text both)
                values[i] = both.In(language);
        return string.Format(CultureInfo.InvariantCulture, format, values);
    }

    /// <summary>English format to Chinese format, as the file has them.</summary>
    public static IReadOnlyDictionary<string, string> Chinese => chinese.Value;

    private static Dictionary<string, string> ReadChinese()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("texts/zh.yml")!;
        using var reader = new StreamReader(stream);
        var root = YamlFile.Parse(reader.ReadToEnd(), "Texts/zh.yml").AsMapping("the catalogue");
        return root.Entries.ToDictionary(e => e.Key.Value, e => e.Value.AsScalar("a text").Value, StringComparer.Ordinal);
    }
}
