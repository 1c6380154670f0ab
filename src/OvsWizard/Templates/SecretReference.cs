namespace OvsWizard.Templates;

/// <summary>
/// Where a secret's value is read from when the run begins; the value itself is in no plan and no journal.
/// </summary>
/// <param name="IsFile">A file, whose last line break does not count; else an environment variable.</param>
public sealed record SecretReference(string ParameterName, bool IsFile, string Where)
{
    /// <summary>What templates see instead of the value.</summary>
    public Secret Secret => new(ParameterName);

    /// <summary>As a plan names it: env:NAME or file:PATH.</summary>
    public static SecretReference Of(string parameter, string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new SecretReference(parameter, text[..colon] is "file", text[(colon + 1)..]);
    }

    /// <exception cref="Failure">Input: the variable or file does not exist or is empty.</exception>
    public string ReadValue()
    {
        try
        {
            var value = IsFile ? File.ReadAllText(Where).TrimEnd('\n', '\r')
                : Environment.GetEnvironmentVariable(Where);
            return !string.IsNullOrEmpty(value) ? value
                : throw new Failure(FailureKind.Input, $"the secret '{ParameterName}' is empty", $"{this} is empty",
                    $"set it before the run");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read the secret '{ParameterName}'", $"{e.Message}",
                $"check {this}", cause: e);
        }
    }

    public override string ToString() => $"{(IsFile ? "file" : "env")}:{Where}";
}
