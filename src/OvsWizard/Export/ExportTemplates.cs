using OvsWizard.Templates;

namespace OvsWizard.Export;

/// <summary>The texts that exports are laid out in: <c>templates/export/</c>.</summary>
/// <param name="read">Gives the text of a file there.</param>
public sealed class ExportTemplates(Func<string, TemplateText> read)
{
    /// <summary>Those beside the executable.</summary>
    public static ExportTemplates Default() => In(Path.Combine(AppContext.BaseDirectory, "templates", "export"));

    /// <exception cref="Failure">Input, when one is asked for: it cannot be read.</exception>
    public static ExportTemplates In(string folder) => new(name =>
    {
        var path = Path.Combine(folder, name);
        try
        {
            return new TemplateText(File.ReadAllText(path), new SourceLocation(path, 1, 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read the template '{name}'", $"{e.Message}",
                $"export templates are read from {folder}", cause: e);
        }
    });

    /// <summary>The template of that name, filled in; its ending says how values are escaped.</summary>
    public string Render(string name, TemplateValues values) =>
        TemplateEngine.Render(read(name), TemplateEngine.EscapeFor(name), values);
}
