using System.Globalization;
using OvsWizard.Yaml;

namespace OvsWizard.Texts;

/// <summary>
/// The texts of the program in Chinese. English stands in the code: <c>language.Say($"{count} hosts")</c>; its format, <c>{0} hosts</c>,
/// is the key under which one of the files <c>Texts/zh/*.yml</c> has the Chinese one. A text that is missing there is said in English.
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

    /// <summary>English format to Chinese format, as the files have them.</summary>
    public static IReadOnlyDictionary<string, string> Chinese => chinese.Value;

    private static Dictionary<string, string> ReadChinese()
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Catalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var (english, chinese) in YamlFile.Parse(reader.ReadToEnd(), name).AsMapping("the catalogue").Entries)
                texts[english.Value] = chinese.AsScalar("a text").Value;
        }
        return texts;
    }
}
