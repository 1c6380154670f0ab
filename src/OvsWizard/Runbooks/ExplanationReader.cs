using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads what failures mean: of a runbook's step, or of a module of shell functions.</summary>
internal static class ExplanationReader
{
    /// <param name="statuses">Exit statuses are taken beside names, as runbooks without names have them.</param>
    public static Dictionary<string, Explanation> Read(YamlNode node, bool statuses)
    {
        var explanations = new Dictionary<string, Explanation>();
        foreach (var (key, value) in node.AsMapping($"what explains failures").Entries)
        {
            if (!statuses || !IsStatus(key)) FieldReader.Id(key, $"the name of a failure");
            var explanation = value.AsMapping($"an explanation");
            explanation.AllowOnly($"an explanation", RunbookKeys.Explanation);
            explanations[key.Value] = new Explanation(
                FieldReader.ReadText(explanation.Require("why", $"the explanation"), $"'why'"),
                FieldReader.ReadText(explanation.Require("now", $"the explanation"), $"'now'"));
        }
        return explanations;
    }

    /// <summary>Below 10 lies what programs use themselves, above 99 what shells and signals do.</summary>
    private static bool IsStatus(YamlScalar key) =>
        int.TryParse(key.Value, out var status)
        && (status is >= 10 and <= 99 && key.Value == $"{status}" ? true
            : throw key.Wrong($"an explained exit status must be from 10 to 99, not {key.Value}"));
}
