using System.Reflection;

namespace OvsWizard;

/// <summary>What the product says about itself.</summary>
public static class Product
{
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
            .Split('+')[0];
}
