//! A network namespace of its own begins with its loopback interface down.

/// Takes the loopback interface up. Where that is not allowed it is up already, or what follows fails with a reason.
#[cfg(target_os = "linux")]
pub(super) fn raise() {
    use rustix::net::AddressFamily;
    use rustix::net::RecvFlags;
    use rustix::net::SendFlags;
    use rustix::net::SocketFlags;
    use rustix::net::SocketType;
    use rustix::net::netlink;

    // Protocol 0 of netlink is `NETLINK_ROUTE`.
    let socket = rustix::net::socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None);
    let Ok(socket) = socket else { return };
    if rustix::net::sendto(&socket, &request(), SendFlags::empty(), &netlink::SocketAddrNetlink::new(0, 0)).is_ok() {
        // The acknowledgement says that it is done.
        let _ = rustix::net::recv(&socket, &mut [0u8; 512][..], RecvFlags::empty());
    }
}

/// Elsewhere there are no namespaces.
#[cfg(not(target_os = "linux"))]
pub(super) fn raise() {}

/// `RTM_NEWLINK` for interface 1, which is always the loopback, with `IFF_UP` set (rtnetlink(7)).
#[cfg(target_os = "linux")]
fn request() -> Vec<u8> {
    const NEW_LINK: u16 = 16;
    const REQUEST_AND_ACKNOWLEDGE: u16 = 1 | 4;
    const LOOPBACK: i32 = 1;
    const UP: u32 = 1;
    let mut bytes = Vec::with_capacity(32);
    bytes.extend(32u32.to_ne_bytes());
    bytes.extend(NEW_LINK.to_ne_bytes());
    bytes.extend(REQUEST_AND_ACKNOWLEDGE.to_ne_bytes());
    bytes.extend(1u32.to_ne_bytes());
    bytes.extend(0u32.to_ne_bytes());
    bytes.extend([0u8; 4]);
    bytes.extend(LOOPBACK.to_ne_bytes());
    bytes.extend(UP.to_ne_bytes());
    bytes.extend(UP.to_ne_bytes());
    bytes
}
