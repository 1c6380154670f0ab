using System.Text;

namespace OvsWizard.Inventories;

/// <summary>Writes an inventory: whole or not at all, and never over another one unasked.</summary>
public static class InventoryFile
{
    /// <param name="replace">The operator said yes to replacing the file that is there; it stays beside the new one as
    /// FILE.old, byte for byte.</param>
    /// <exception cref="Failure">Refused: the file is there. Input: it cannot be written.</exception>
    public static void Write(string path, string text, bool replace)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            if (!replace && File.Exists(path)) throw IsThere(path);
            using (var stream = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            if (replace && File.Exists(path)) File.Copy(path, path + ".old", overwrite: true);
            File.Move(part, path, overwrite: replace);
        }
        catch (IOException) when (!replace && File.Exists(path))
        {
            throw IsThere(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot write the inventory '{path}'", $"{e.Message}",
                $"choose another place", cause: e);
        }
        finally
        {
            if (File.Exists(part)) File.Delete(part);
        }
    }

    internal static Failure IsThere(string path) => new(
        FailureKind.Refused, $"the inventory '{path}' already exists", $"its comments and its layout would be lost",
            $"choose another name, or replace it: it is kept as '{path}.old'");
}
