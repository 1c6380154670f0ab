namespace OvsWizard.Templates;

/// <summary>
/// A text with <c>{{ … }}</c> in it and the place of its first character, so that a template's errors can say
/// file:line:column.
/// </summary>
public sealed record TemplateText(string Source, SourceLocation At);
