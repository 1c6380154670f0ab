namespace OvsWizard.Tests.Plans;

public sealed class HostileValuesTests
{
    public static TheoryData<string> Hostile { get; } =
        ["$(touch /tmp/owned)", "`id`", "'; reboot; '", "\"", "a\nb", "a;b", "-rf", "网桥", "a b", "x|y",
            "${IFS}", "*", ""];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void No_parameter_takes_a_hostile_value(string value)
    {
        foreach (var parameter in Overlay.Runbook.Parameters.Where(p => !(p.Optional && value.Length == 0)))
        {
            var failure = Assert.Throws<Failure>(() => Overlay.Plan(2, $"{parameter.Name}={value}"));
            Assert.Equal(FailureKind.Input, failure.Kind);
            Assert.Contains(parameter.Name, failure.What, StringComparison.Ordinal);
        }
    }
}
