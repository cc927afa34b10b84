/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "pipe.h"

bool pipe_set_nonblocking(int fd, struct err *err)
{
	int flags = fcntl(fd, F_GETFL);

	if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)
		return err_errno(err, errno, "cannot set up a pipe");
	return true;
}

bool pipe_open(int fd[2], struct err *err)
{
	if (pipe(fd))
		return err_errno(err, errno, "cannot open a pipe");
	if (fcntl(fd[0], F_SETFD, FD_CLOEXEC) < 0 || fcntl(fd[1], F_SETFD, FD_CLOEXEC) < 0 ||
	    !pipe_set_nonblocking(fd[0], err)) {
		err_errno(err, errno, "cannot set up a pipe");
		close(fd[0]);
		close(fd[1]);
		return false;
	}
	return true;
}
