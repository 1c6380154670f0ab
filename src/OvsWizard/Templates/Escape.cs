namespace OvsWizard.Templates;

/// <summary>How the values that a template inserts are made safe for the language around them.</summary>
public enum Escape
{
    /// <summary>As they are; a value with control characters is refused. Lists are joined by commas.</summary>
    None,

    /// <summary>Each value is one quoted word of sh, a list one word an element.</summary>
    Shell,

    /// <summary>Each value is a JSON value: texts with their quotes, numbers, true and false, lists.</summary>
    Json,

    /// <summary>
    /// Each value is text between the tags of a page: line ends and tabs stay, other control characters are made
    /// visible.
    /// </summary>
    Html,

    /// <summary>The same in Markdown, where nothing is escaped: values belong into code and table cells.</summary>
    Markdown,
}
