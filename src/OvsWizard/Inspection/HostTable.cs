namespace OvsWizard.Inspection;

/// <summary>A view of one host.</summary>
/// <param name="Rows">Each as long as the view has columns; what a row does not have is empty.</param>
/// <param name="Output">All that the command printed, as the host said it.</param>
/// <param name="Failure">Why there is less than all of it; null where nothing was wrong.</param>
public sealed record HostTable(string Host, IReadOnlyList<IReadOnlyList<string>> Rows, string Output, Failure? Failure);
