namespace OvsWizard;

/// <summary>A language the product speaks.</summary>
public enum Language { English, Chinese }

/// <summary>A text for people, in both languages side by side, as runbooks carry them.</summary>
public readonly record struct Text(string En, string Zh)
{
    public string In(Language language) => language is Language.Chinese && Zh.Length > 0 ? Zh : En;
    public override string ToString() => En;
}
