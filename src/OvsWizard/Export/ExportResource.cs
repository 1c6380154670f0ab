namespace OvsWizard.Export;

/// <summary>The parts of exported scripts that are the same in all of them.</summary>
internal static class ExportResource
{
    public static string Read(string name)
    {
        using var stream = typeof(ExportResource).Assembly.GetManifestResourceStream($"export/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
