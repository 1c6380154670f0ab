using OvsWizard.Engine;
using OvsWizard.Export;
using OvsWizard.Inventories;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Export;

/// <summary>Exports of small plans.</summary>
internal static class SampleExport
{
    public static ExportTemplates Templates { get; } =
        ExportTemplates.In(Path.Combine(PublishedBinary.Root, "templates", "export"));

    public static IReadOnlyList<ExportedFile> Of(ExportFormat format, Plan plan, Language language = Language.English,
        RunState? state = null, IReadOnlyList<Host>? hosts = null) =>
            [.. Exporter.Files(format, plan, hosts ?? [], state, language, Templates)];

    public static string File(this IReadOnlyList<ExportedFile> files, string path) =>
        files.Single(f => f.Path == path).Content;
}
