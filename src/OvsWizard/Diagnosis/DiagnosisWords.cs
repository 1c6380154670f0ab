using OvsWizard.Texts;

namespace OvsWizard.Diagnosis;

/// <summary>What layers and likelihoods are called.</summary>
public static class DiagnosisWords
{
    public static string Name(this Layer layer, Language language) => layer switch
    {
        Layer.Host => language.Say($"host"),
        Layer.Underlay => language.Say($"underlay"),
        Layer.Firewall => language.Say($"firewall"),
        Layer.Switch => language.Say($"switch"),
        Layer.Tunnel => language.Say($"tunnel"),
        Layer.Docker => "Docker",
        Layer.Container => language.Say($"container"),
        _ => language.Say($"boot"),
    };

    public static string Name(this Likelihood likelihood, Language language) => likelihood switch
    {
        Likelihood.Certain => language.Say($"certain"),
        Likelihood.Likely => language.Say($"likely"),
        _ => language.Say($"possible"),
    };
}
