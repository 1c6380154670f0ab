namespace OvsWizard.Tests.Engine;

/// <summary>What network managers say of bridges that are none of theirs.</summary>
public sealed class ManagersTests
{
    [Theory]
    [InlineData("eth0:connected:management", "")]
    [InlineData("br0:unmanaged:", "")]
    [InlineData("br0:connected (externally):br0", "")]
    // With its plugin for Open vSwitch every bridge of it is there, and it has a profile for none.
    [InlineData("br0:connected (externally):br0\nbr0:disconnected:\nbr0:unmanaged:", "")]
    [InlineData("br0:connected:bridge of the site", "br0:connected:bridge of the site\n")]
    [InlineData("br0:connecting (getting IP configuration):dhcp", "br0:connecting (getting IP configuration):dhcp\n")]
    public async Task NetworkManager_claims_what_it_has_a_profile_for(string devices, string claimed)
    {
        var result = await HostFunctions.RunAsync(["managers"], """
            systemctl() { [ "$*" = 'is-active -q NetworkManager' ]; }
            nmcli() { printf '%s\n' "$devices"; }
            devices=$1
            managers_claims br0
            """, "dash", devices);

        Assert.Equal(claimed, result.Output + result.Error);
    }
}
