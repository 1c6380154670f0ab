using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Lab.Image;

/// <summary>How a site sets up its hosts: flavours/NAME.yml, laid over a release's image.</summary>
/// <param name="HostFiles">Templates of the files in which hosts differ, by path; only root may read them.</param>
public sealed record Flavour(
    string Name, string Title, ImageRecipe Recipe,
    IReadOnlyList<KeyValuePair<string, TemplateText>> HostFiles, FlavourLogin Login)
{
    /// <summary>The flavour that adds nothing.</summary>
    public const string Plain = "plain";

    private const string Folder = "flavours/";

    public static IReadOnlyList<string> Names { get; } = ImageResources.Below(Folder, ".yml");

    public static Flavour Find(string name)
    {
        var file = $"{Folder}{name}.yml";
        var data = YamlFile.Parse(ImageResources.Read(file), file).AsMapping($"a flavour");
        data.AllowOnly($"a flavour", ["title", "host_files", "login", .. ImageRecipe.Keys]);
        return new(
            name,
            data.Require("title", $"a flavour").AsScalar($"'title'").Value,
            ImageRecipe.Read(data),
            [.. (data.Find("host_files")?.AsMapping($"'host_files'").Entries ?? []).Select(Template)],
            FlavourLogin.Read(data.Find("login")?.AsMapping($"'login'")));
    }

    private static KeyValuePair<string, TemplateText> Template(KeyValuePair<YamlScalar, YamlNode> entry)
    {
        var text = entry.Value.AsScalar($"a file");
        return new(ImageRecipe.PathOf(entry.Key), new(text.Value, text.ContentAt));
    }
}
