namespace OvsWizard.Export;

/// <summary>A file of an export, before it is written.</summary>
/// <param name="Path">Relative to the folder, with '/'.</param>
/// <param name="IsProgram">It may be run: mode 0755, else 0644.</param>
public sealed record ExportedFile(string Path, string Content, bool IsProgram = false)
{
    /// <summary>Files of this machine that stand at the script's end; null: none.</summary>
    public IReadOnlyList<CarriedFile>? Carries { get; init; }
}
