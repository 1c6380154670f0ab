namespace OvsWizard.Runbooks;

/// <summary>A new runbook: a commented start that is sound, and does something that can be seen.</summary>
public static class RunbookStart
{
    /// <summary>Writes FOLDER/ID.yml, and the folder where it is missing; never over another file.</summary>
    /// <returns>The path of the file.</returns>
    /// <exception cref="Failure">Input: the id cannot be one, or the file cannot be written. Refused: it is
    /// there.</exception>
    public static string Write(string id, string folder)
    {
        var valid = id.Length > 0 && char.IsAsciiLetterLower(id[0]) && id.Split('-')
            .All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
        if (!valid) throw new Failure(FailureKind.Input, $"'{id}' is not a valid runbook id",
            now: $"use a-z and 0-9 with single '-' between, starting with a letter");
        var path = Path.Combine(folder, id + ".yml");
        var text = File.ReadAllText(Path.Combine(TemplateFiles.Shipped, "new", "runbook.yml"))
            .Replace("@NAME@", id, StringComparison.Ordinal)
            .Replace("@SCHEMA@", Path.Combine(RunbookLibrary.Shipped, "runbook.schema.json"), StringComparison.Ordinal);
        try
        {
            Directory.CreateDirectory(folder);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new Failure(FailureKind.Refused, $"'{path}' already exists",
                now: $"choose another name, or remove it", cause: e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot write '{path}'", $"{e.Message}",
                $"name a folder of your own: -R DIR", cause: e);
        }
        return path;
    }
}
