namespace OvsWizard.Inventories;

/// <summary>What a host may be called.</summary>
internal static class HostName
{
    public static bool IsValid(string name) => name.Length > 0 && name[0] != '-'
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static Failure Wrong(string name, SourceLocation at) =>
        new(FailureKind.Input, $"'{name}' is not a valid host name",
            now: $"use letters, digits, '.', '_' and '-', and do not begin with '-'", at: at);
}
